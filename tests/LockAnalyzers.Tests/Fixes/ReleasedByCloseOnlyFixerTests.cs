using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class ReleasedByCloseOnlyFixerTests
{
    [Fact]
    public Task Unlocks_the_range_of_a_stream_and_flushes_what_closing_would_have() =>
        Verify.FixAsync<ReleasedByCloseOnlyFixer>(
            ReleaseCode.Members(
                """
                void M(string path, byte[] bytes)
                {
                    using var stream = new FileStream(path, FileMode.Open);
                    {|LOCK3006:stream.Lock(length: long.MaxValue, position: 0)|};

                    // all of it
                    stream.Write(bytes);
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(string path, byte[] bytes)
                {
                    using var stream = new FileStream(path, FileMode.Open);
                    stream.Lock(length: long.MaxValue, position: 0);
                    try
                    {
                        // all of it
                        stream.Write(bytes);
                        stream.Flush();
                    }
                    finally
                    {
                        stream.Unlock(length: long.MaxValue, position: 0);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Unlocks_by_the_function_declared_beside_that_of_the_lock() =>
        Verify.FixAsync<ReleasedByCloseOnlyFixer>(
            ReleaseCode.Members(
                """
                long M(string path)
                {
                    using var file = File.OpenHandle(path);
                    var all = new NativeOverlapped();
                    if (!{|LOCK3006:LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref all)|})
                        throw new Win32Exception();
                    return RandomAccess.GetLength(file);
                }
                """
            ),
            ReleaseCode.Members(
                """
                long M(string path)
                {
                    using var file = File.OpenHandle(path);
                    var all = new NativeOverlapped();
                    if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref all))
                        throw new Win32Exception();
                    try
                    {
                        return RandomAccess.GetLength(file);
                    }
                    finally
                    {
                        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Declares_the_unlock_function_once_for_all_that_need_it() =>
        Verify.FixAsync<ReleasedByCloseOnlyFixer>(
            Declaring(
                """
                    [DllImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
                    private static extern bool LockRange(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                    void First(string path)
                    {
                        using var file = File.OpenHandle(path);
                        NativeOverlapped all = default;
                        if (!{|LOCK3006:LockRange(file, 2, 0, uint.MaxValue, uint.MaxValue, ref all)|})
                            return;
                        File.Delete("x");
                    }

                    void Second(string path)
                    {
                        using var file = File.OpenHandle(path);
                        NativeOverlapped all = default;
                        if (!{|LOCK3006:LockRange(file, 2, 0, uint.MaxValue, uint.MaxValue, ref all)|})
                            return;
                        File.Delete("y");
                    }
                """
            ),
            Declaring(
                """
                    [DllImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
                    private static extern bool LockRange(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                    [DllImport("kernel32", EntryPoint = "UnlockFileEx", SetLastError = true)]
                    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                    void First(string path)
                    {
                        using var file = File.OpenHandle(path);
                        NativeOverlapped all = default;
                        if (!LockRange(file, 2, 0, uint.MaxValue, uint.MaxValue, ref all))
                            return;
                        try
                        {
                            File.Delete("x");
                        }
                        finally
                        {
                            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all);
                        }
                    }

                    void Second(string path)
                    {
                        using var file = File.OpenHandle(path);
                        NativeOverlapped all = default;
                        if (!LockRange(file, 2, 0, uint.MaxValue, uint.MaxValue, ref all))
                            return;
                        try
                        {
                            File.Delete("y");
                        }
                        finally
                        {
                            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all);
                        }
                    }
                """
            )
        );

    [Theory]
    [InlineData("using var stream = new FileStream(path, FileMode.Open); {|LOCK3006:stream.Lock(0, stream.Length)|}; File.Delete(path);")]
    [InlineData("using var stream = new FileStream(path, FileMode.Open); {|LOCK3006:stream.Lock(0, long.MaxValue)|}; stream.Dispose();")]
    public Task Not_offered_where_the_range_may_change_or_the_file_is_closed_in_between(string statements) =>
        Verify.NoFixAsync<ReleasedByCloseOnlyFixer>(ReleaseCode.Members($$"""void M(string path) { {{statements}} }"""));

    private static string Declaring(string members) =>
        $$"""
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            class Store
            {
            {{members}}
            }
            """;
}
