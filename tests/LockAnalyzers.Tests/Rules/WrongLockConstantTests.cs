using LockAnalyzers.CodeFixes.Mode;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class WrongLockConstantTests
{
    [Theory]
    [InlineData("const int LOCK_NB = {|LOCK1005:3|};")]
    [InlineData("const int LOCK_EX = {|LOCK1005:1|}, LOCK_SH = 1;")]
    [InlineData("const uint LockfileExclusiveLock = {|LOCK1005:0x1|};")]
    [InlineData("public const uint LOCKFILE_SHARED_LOCK = {|LOCK1005:1|};")]
    [InlineData("const short F_UNLCK = {|LOCK1005:3|};")]
    [InlineData("const int F_SETLKW = {|LOCK1005:5|};")]
    [InlineData("const int F_TLOCK = {|LOCK1005:1|};")]
    [InlineData("enum Operation { LOCK_SH = 1, LOCK_EX, {|LOCK1005:LOCK_NB|}, {|LOCK1005:LOCK_UN|} }")]
    [InlineData("[Flags] enum Operation : byte { LockSh = 1 << 0, LockEx = 1 << 1, LockNb = 1 << 2, LockUn = {|LOCK1005:1 << 4|} }")]
    [InlineData("static class MacOS { public const short F_WRLCK = {|LOCK1005:1|}; }")]
    [InlineData("const int F_SETLK_OSX = {|LOCK1005:6|};")]
    [InlineData("const int LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;")]
    [InlineData("const int F_SETLK = 8, F_SETLKW = 9; const short F_RDLCK = 1, F_WRLCK = 3, F_UNLCK = 2;")]
    [InlineData("const int F_GETLK = 5, F_SETLK = 6, F_SETLKW = 7, F_OFD_SETLK = 37, F_OFD_SETLKW = 38;")]
    [InlineData("const int F_OFD_SETLK = -1;")]
    [InlineData("const string LOCK_EX = \"2\"; const int LOCK_EXCLUSIVE_NB = 6, LockLevel = 9; static int LOCK_NB = 3;")]
    [InlineData("const int F_TEST = 3, FTest = 99; class Fun { const int FLock = 8; }")]
    [InlineData("enum Others { Exclusive = 7, Shared = 5 }")]
    [InlineData("const int F_SETLK_LINUX = 6, F_SETLK_OSX = 8;")]
    public Task Declared(string declaration) => Verify.AnalyzerAsync(Declaring(declaration));

    [Theory]
    [InlineData("None = 0, Exclusive = 2, FailImmediately = 1", "LockFlags.Exclusive")]
    [InlineData(
        "None = 0, Exclusive = {|LOCK1005:1|}, FailImmediately = {|LOCK1005:2|}",
        "LockFlags.None | LockFlags.Exclusive | LockFlags.FailImmediately"
    )]
    [InlineData("SharedLock = {|LOCK1005:4|}, ExclusiveLock = 2, ExclusiveFailImmediately = 3", "LockFlags.ExclusiveLock")]
    public Task Members_of_the_enum_that_an_API_takes(string members, string flags) =>
        Verify.AnalyzerAsync(
            $$"""
            {{LockCode.Usings}}
            [Flags] enum LockFlags : uint { {{members}} }

            static class Store
            {
                [DllImport("kernel32")]
                static extern bool LockFileEx(IntPtr file, LockFlags flags, uint reserved, uint low, uint high, IntPtr overlapped);

                internal static bool Take(IntPtr file) => LockFileEx(file, {{flags}} | (LockFlags)2, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
            }
            """
        );

    [Theory]
    [InlineData("LockFileEx(file, {|LOCK1005:LOCK_EX|}, 0, ~0u, ~0u, ref s_overlapped)")]
    [InlineData("LockFileEx(file, (uint)({|LOCK1005:LOCK_EX|} | {|LOCK1005:LOCK_NB|}), 0, ~0u, ~0u, ref s_overlapped)")]
    [InlineData("LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | (uint){|LOCK1005:Native.LOCK_NB|}, 0, ~0u, ~0u, ref s_overlapped)")]
    [InlineData("flock(file, {|LOCK1005:LOCKFILE_EXCLUSIVE|}) == 0")]
    [InlineData("flock(file, {|LOCK1005:F_WRLCK|}) == 0")]
    [InlineData("fcntl(file, {|LOCK1005:F_WRLCK|}, ref s_record) == 0")]
    public Task Passed_to_another_API(string call) =>
        Verify.AnalyzerAsync(
            Passing(
                call.Replace("LOCKFILE_EXCLUSIVE|}", "(int)|}", StringComparison.Ordinal)
                    .Replace("{|LOCK1005:(int)|}", "(int){|LOCK1005:LOCKFILE_EXCLUSIVE_LOCK|}", StringComparison.Ordinal)
            )
        );

    [Theory]
    [InlineData("const int LOCK_NB = {|LOCK1005:3|}; // both", "const int LOCK_NB = 4; // both")]
    [InlineData("const uint LockfileExclusiveLock = {|LOCK1005:0x0001|};", "const uint LockfileExclusiveLock = 0x0002;")]
    [InlineData("const int F_SETLK = 8, F_SETLKW = {|LOCK1005:17|};", "const int F_SETLK = 8, F_SETLKW = 9;")]
    [InlineData("const int F_SETLK = 6, F_SETLKW = {|LOCK1005:17|};", "const int F_SETLK = 6, F_SETLKW = 7;")]
    [InlineData("const short F_UNLCK = {|LOCK1005:(short)3|};", "const short F_UNLCK = (short)2;")]
    [InlineData(
        "enum Operation { LOCK_EX = 2, {|LOCK1005:LOCK_NB|} /* at once */, LOCK_UN = 8 }",
        "enum Operation { LOCK_EX = 2, LOCK_NB = 4 /* at once */, LOCK_UN = 8 }"
    )]
    public Task Is_given_its_value(string declaration, string mended) =>
        Verify.FixAsync<WrongLockConstantFixer>(Declaring(declaration), Declaring(mended));

    [Theory]
    [InlineData(
        "LockFileEx(file, {|LOCK1005:LOCK_EX|}, 0, ~0u, ~0u, ref s_overlapped)",
        "LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, ~0u, ~0u, ref s_overlapped)"
    )]
    [InlineData(
        "LockFileEx(file, {|LOCK1005:LOCK_EX|} | {|LOCK1005:LOCK_NB|}, 0, ~0u, ~0u, ref s_overlapped)",
        "LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, ~0u, ~0u, ref s_overlapped)"
    )]
    [InlineData("flock(file, {|LOCK1005:F_WRLCK|} /* alone */) == 0", "flock(file, LOCK_EX /* alone */) == 0")]
    public Task Is_replaced_by_the_right_one(string call, string mended) =>
        Verify.FixAsync<WrongLockConstantFixer>(Passing(call), Passing(mended));

    private static string Declaring(string declaration) =>
        $$"""
            {{LockCode.Usings}}
            static class Store
            {
                {{declaration}}

                [DllImport("libc")]
                static extern int flock(int file, int operation);

                internal static bool Take(int file) => flock(file, 2) == 0;
            }
            """;

    /// <summary>PHP numbers its locks its own way, and an interpreter of PHP has its constants.</summary>
    [Fact]
    public Task Silent_where_no_lock_function_of_a_system_is_near() =>
        Verify.AnalyzerAsync(
            """
            using System.IO;

            public static class Streams
            {
                public const int LOCK_SH = 1, LOCK_EX = 2, LOCK_UN = 3, LOCK_NB = 4;

                public static void Lock(FileStream stream) => stream.Lock(0, long.MaxValue);

                public static void Unlock(FileStream stream) => stream.Unlock(0, long.MaxValue);
            }
            """
        );

    private static string Passing(string call) =>
        LockCode.Using(
            $$"""
            static class Store
            {
                static NativeOverlapped s_overlapped;
                static Flock s_record = new Flock();

                internal static bool Take(SafeFileHandle file) => {{call}};
            }
            """
        );
}
