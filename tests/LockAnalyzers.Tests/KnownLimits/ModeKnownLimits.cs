using Xunit;

namespace LockAnalyzers.Tests.KnownLimits;

/// <summary>Faults of mode that are missed today. A test that fails here is good news: move it to its rule.</summary>
public sealed class ModeKnownLimits
{
    [Theory]
    [InlineData("Flags()", "", "static uint Flags() => 1;")]
    [InlineData("array[0]", "array = new uint[] { 1 };", "")]
    [InlineData("flags", "uint flags = 1; Keep(ref flags);", "static void Keep(ref uint flags) { }")]
    [InlineData("Math.Min(1u, 1u)", "", "")]
    public Task Flags_from_methods_and_arrays(string flags, string statements, string members) =>
        Verify.AnalyzerAsync(LockCode.ExclusiveByName(flags, statements, members));

    [Fact]
    public Task Function_pointers_from_an_export() =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            static unsafe class Store
            {
                static readonly delegate* unmanaged<IntPtr, uint, uint, uint, uint, NativeOverlapped*, int> LockFileEx =
                    (delegate* unmanaged<IntPtr, uint, uint, uint, uint, NativeOverlapped*, int>)
                    NativeLibrary.GetExport(NativeLibrary.Load("kernel32"), "LockFileEx");

                internal static bool TakeExclusively(IntPtr file)
                {
                    NativeOverlapped overlapped;
                    return LockFileEx(file, 1, 0, uint.MaxValue, uint.MaxValue, &overlapped) != 0;
                }
            }
            """
        );

    [Fact]
    public Task Delegates_over_a_lock_function() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Store
                {
                    internal static int TakeExclusively(SafeFileHandle file)
                    {
                        Func<SafeFileHandle, int, int> take = flock;
                        return take(file, LOCK_SH);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Try_method_that_waits_in_a_wrapper() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Store
                {
                    static bool Take(SafeFileHandle file) => flock(file, LOCK_EX) == 0;

                    internal static bool TryTake(SafeFileHandle file) => Take(file);
                }
                """
            )
        );

    [Fact]
    public Task Lock_file_into_which_its_holder_writes_its_name() =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            class Store
            {
                private FileStream _lockFile;

                internal void Take(string path)
                {
                    _lockFile = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
                    _lockFile.WriteByte(1);
                    _lockFile.Flush();
                }
            }
            """
        );
}
