using LockAnalyzers.CodeFixes.Range;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class WholeFileRangeFixerTests
{
    [Fact]
    public Task Lock_and_unlock_of_one_body() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, {|LOCK2005:1 /* low */, /* high */ 0|}, ref at))
                        throw new IOException();
                    try
                    {
                        body();
                    }
                    finally
                    {
                        // one byte
                        UnlockFileEx(file, 0, low: 1, high: 0, ref at);
                    }
                }
                """
            ),
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, uint.MaxValue /* low */, /* high */ uint.MaxValue, ref at))
                        throw new IOException();
                    try
                    {
                        body();
                    }
                    finally
                    {
                        // one byte
                        UnlockFileEx(file, 0, low: uint.MaxValue, high: uint.MaxValue, ref at);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Every_lock_and_unlock_of_one_type() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Windows(
                """
                public bool TryEnter(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 3, 0, {|LOCK2005:1, 0|}, ref at);
                }

                public void Enter(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, {|LOCK2005:1, 0|}, ref at))
                        throw new IOException();
                }

                public void Leave(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    UnlockFileEx(file, 0, 1, 0, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                public bool TryEnter(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref at);
                }

                public void Enter(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at))
                        throw new IOException();
                }

                public void Leave(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref at);
                }
                """
            )
        );

    [Fact]
    public Task The_side_file_of_a_directory_lock() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Windows(
                """
                static void Lock(SafeFileHandle handle, string path)
                {
                    var overlapped = new NativeOverlapped();

                    // 1 = lock immediately
                    if (!LockFileEx(handle, 1, 0, {|LOCK2005:1, 0|}, ref overlapped))
                        throw new IOException(path);
                }

                static void Unlock(SafeFileHandle handle)
                {
                    var overlapped = new NativeOverlapped();
                    if (!UnlockFileEx(handle, 0, 1, 0, ref overlapped))
                        throw new IOException("the lock file");
                }
                """
            ),
            RangeCode.Windows(
                """
                static void Lock(SafeFileHandle handle, string path)
                {
                    var overlapped = new NativeOverlapped();

                    // 1 = lock immediately
                    if (!LockFileEx(handle, 1, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        throw new IOException(path);
                }

                static void Unlock(SafeFileHandle handle)
                {
                    var overlapped = new NativeOverlapped();
                    if (!UnlockFileEx(handle, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        throw new IOException("the lock file");
                }
                """
            )
        );

    [Fact]
    public Task Signed_lengths() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file)
                {
                    NativeOverlapped at = default;
                    return LockFileEx(file, 2, 0, {|LOCK2003:0, 0|}, &at);
                }
                """
            ),
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file)
                {
                    NativeOverlapped at = default;
                    return LockFileEx(file, 2, 0, unchecked((int)uint.MaxValue), unchecked((int)uint.MaxValue), &at);
                }
                """
            )
        );

    [Fact]
    public Task Offset_of_LockFile() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    if (!LockFile(file, 512, 0, {|LOCK2005:1, 0|}))
                        return;
                    body();
                    UnlockFile(file, 512, 0, 1, 0);
                }
                """
            ),
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    if (!LockFile(file, 0, 0, uint.MaxValue, uint.MaxValue))
                        return;
                    body();
                    UnlockFile(file, 0, 0, uint.MaxValue, uint.MaxValue);
                }
                """
            )
        );

    [Fact]
    public Task Offset_in_the_overlapped() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped { OffsetLow = 16 };
                    if (!LockFileEx(file, 2, 0, {|LOCK2005:8, 0|}, ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, 8, 0, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped { OffsetLow = 0 };
                    if (!LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Not_offered_where_the_overlapped_is_used_elsewhere_too() =>
        Verify.NoFixAsync<WholeFileRangeFixer>(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped { OffsetLow = 16 };
                    if (!LockFileEx(file, 2, 0, {|LOCK2005:8, 0|}, ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, 8, 0, ref at);
                    Read(file, ref at);
                }

                static void Read(SafeFileHandle file, ref NativeOverlapped at) { }
                """
            )
        );

    [Fact]
    public Task Length_of_a_stream_whose_local_nobody_else_needs() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Stream(
                """
                void Append(FileStream log, byte[] line)
                {
                    long length = log.Length;
                    log.Lock({|LOCK2004:0, length|});
                    try
                    {
                        log.Seek(0, SeekOrigin.End);
                        log.Write(line, 0, line.Length);
                    }
                    finally
                    {
                        log.Unlock(0, length);
                    }
                }
                """
            ),
            RangeCode.Stream(
                """
                void Append(FileStream log, byte[] line)
                {
                    log.Lock(0, long.MaxValue);
                    try
                    {
                        log.Seek(0, SeekOrigin.End);
                        log.Write(line, 0, line.Length);
                    }
                    finally
                    {
                        log.Unlock(0, long.MaxValue);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Length_of_a_stream_whose_local_is_needed() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Stream(
                """
                long Append(FileStream log, byte[] line)
                {
                    // where the line begins
                    long length = log.Length;
                    log.Lock({|LOCK2004:0, length|});
                    log.Seek(0, SeekOrigin.End);
                    log.Write(line, 0, line.Length);
                    log.Unlock(0, length);
                    return length;
                }
                """
            ),
            RangeCode.Stream(
                """
                long Append(FileStream log, byte[] line)
                {
                    // where the line begins
                    long length = log.Length;
                    log.Lock(0, long.MaxValue);
                    log.Seek(0, SeekOrigin.End);
                    log.Write(line, 0, line.Length);
                    log.Unlock(0, long.MaxValue);
                    return length;
                }
                """
            )
        );

    [Fact]
    public Task Unlock_by_another_length_is_mended_with_it() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Stream(
                """
                void Append(FileStream log, byte[] line)
                {
                    log.Lock({|LOCK2004:0, log.Length|});
                    log.Seek(0, SeekOrigin.End);
                    log.Write(line, 0, line.Length);
                    log.Unlock({|LOCK2001:0, log.Length|});
                }
                """
            ),
            RangeCode.Stream(
                """
                void Append(FileStream log, byte[] line)
                {
                    log.Lock(0, long.MaxValue);
                    log.Seek(0, SeekOrigin.End);
                    log.Write(line, 0, line.Length);
                    log.Unlock(0, long.MaxValue);
                }
                """
            )
        );

    [Fact]
    public Task Zero_locals_leave_no_warning_behind() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file)
                {
                    // the whole of it
                    uint low = 0, high = 0;
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {|LOCK2003:low, high|}, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file)
                {
                    // the whole of it
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Record_of_fcntl() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Posix(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var range = new Flock { l_type = WriteLock, l_start = 2, l_len = 1 };
                    if (fcntl(file, SetLock, {|LOCK2005:ref range|}) != 0)
                        return;
                    body();
                    range.l_type = Unlocked;
                    fcntl(file, SetLock, ref range);
                }
                """
            ),
            RangeCode.Posix(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var range = new Flock { l_type = WriteLock, l_start = 0, l_len = 0 };
                    if (fcntl(file, SetLock, ref range) != 0)
                        return;
                    body();
                    range.l_type = Unlocked;
                    fcntl(file, SetLock, ref range);
                }
                """
            )
        );

    [Fact]
    public Task Several_faults_in_one_document() =>
        Verify.FixAsync<WholeFileRangeFixer>(
            RangeCode.Stream(
                """
                void First(FileStream file, Action body)
                {
                    file.Lock({|LOCK2003:0, 0|});
                    body();
                    file.Unlock(0, 0);
                }

                void Second(FileStream file, Action body)
                {
                    file.Lock({|LOCK2003:4, 0|});
                    body();
                    file.Unlock(4, 0);
                }
                """
            ),
            RangeCode.Stream(
                """
                void First(FileStream file, Action body)
                {
                    file.Lock(0, long.MaxValue);
                    body();
                    file.Unlock(0, long.MaxValue);
                }

                void Second(FileStream file, Action body)
                {
                    file.Lock(0, long.MaxValue);
                    body();
                    file.Unlock(0, long.MaxValue);
                }
                """
            )
        );

    [Fact]
    public Task Two_documents() =>
        new LockFixTest<WholeFileRangeFixer>
        {
            TestState =
            {
                Sources =
                {
                    "partial class Store { readonly System.IO.FileStream _file = null!; void Enter() => _file.Lock({|LOCK2005:0, 1|}); }",
                    "partial class Store { void Leave() => _file.Unlock(0, 1); }",
                },
            },
            FixedState =
            {
                Sources =
                {
                    "partial class Store { readonly System.IO.FileStream _file = null!; void Enter() => _file.Lock(0, long.MaxValue); }",
                    "partial class Store { void Leave() => _file.Unlock(0, long.MaxValue); }",
                },
            },
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck,
        }.RunAsync();

    [Fact]
    public Task Not_offered_where_the_length_is_of_another_type() =>
        Verify.NoFixAsync<WholeFileRangeFixer>(
            """
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            class Sample
            {
                enum Bytes : uint { One = 1, None = 0 }

                [DllImport("kernel32")]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, Bytes low, Bytes high, ref NativeOverlapped at);

                bool Take(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {|LOCK2005:Bytes.One, Bytes.None|}, ref at);
                }
            }
            """
        );
}
