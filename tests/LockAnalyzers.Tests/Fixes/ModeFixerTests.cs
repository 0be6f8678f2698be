using LockAnalyzers.CodeFixes.Mode;
using LockAnalyzers.Tests.Rules;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

/// <summary>The fixes of the mode rules other than LOCK1001.</summary>
public sealed class ModeFixerTests
{
    [Theory]
    [InlineData("0", "LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("LOCKFILE_FAIL_IMMEDIATELY", "LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK")]
    public Task Unstated_mode_made_exclusive(string flags, string mended) =>
        Verify.FixAsync<ModeNotStatedFixer>(ModeNotStatedTests.Store($"{{|LOCK1002:{flags}|}}"), ModeNotStatedTests.Store(mended));

    [Theory]
    [InlineData("0", "LOCKFILE_SHARED_LOCK")]
    [InlineData("1", "1 | LOCKFILE_SHARED_LOCK")]
    [InlineData("LOCKFILE_FAIL_IMMEDIATELY", "LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_SHARED_LOCK")]
    public Task Unstated_mode_stated_as_shared(string flags, string mended) =>
        Verify.FixAsync<SharedModeStatedFixer>(ModeNotStatedTests.Store($"{{|LOCK1002:{flags}|}}"), ModeNotStatedTests.Store(mended));

    [Fact]
    public Task Unstated_mode_stated_with_a_new_constant() =>
        Verify.FixAsync<SharedModeStatedFixer>(
            Undeclared("", "{|LOCK1002:0 /* waits */|}".Replace(" /* waits */|}", "|} /* waits */", StringComparison.Ordinal)),
            Undeclared("    private const uint LOCKFILE_SHARED_LOCK = 0x00000000;\n", "LOCKFILE_SHARED_LOCK /* waits */")
        );

    private static string Undeclared(string constant, string flags) =>
        $$"""
            {{LockCode.Usings}}
            static class Store
            {
                const int Size = 1;
            {{constant}}
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(IntPtr file, uint flags, uint reserved, uint low, uint high, IntPtr overlapped);

                internal static bool Take(IntPtr file) => LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
            }
            """;

    [Theory]
    [InlineData("LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY", "LOCKFILE_EXCLUSIVE_LOCK", "LOCK_EX")]
    [InlineData("LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK", "LOCKFILE_EXCLUSIVE_LOCK", "LOCK_EX")]
    [InlineData("3", "LOCKFILE_EXCLUSIVE_LOCK", "LOCK_EX")]
    [InlineData("3u", "LOCKFILE_EXCLUSIVE_LOCK", "LOCK_EX")]
    [InlineData("1 | 2", "2", "LOCK_EX")]
    [InlineData("(LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY)", "(LOCKFILE_EXCLUSIVE_LOCK)", "LOCK_EX")]
    [InlineData("wait ? 3u : 3u | 1", "(wait ? 3u : 3u | 1) & ~LOCKFILE_FAIL_IMMEDIATELY", "LOCK_EX")]
    [InlineData("LOCKFILE_EXCLUSIVE_LOCK", "LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY", "LOCK_EX | LOCK_NB")]
    [InlineData("2", "2 | LOCKFILE_FAIL_IMMEDIATELY", "LOCK_EX | LOCK_NB")]
    public Task Waiting_aligned_to_Unix(string flags, string mended, string unix) =>
        Verify.FixAsync<PlatformsDisagreeOnWaitingFixer>(
            PlatformsDisagreeOnWaitingTests.Code($"{{|LOCK1003:{flags}|}}", unix),
            PlatformsDisagreeOnWaitingTests.Code(mended, unix)
        );

    [Theory]
    [InlineData("flock(file, {|LOCK1004:LOCK_EX|}) == 0", "flock(file, LOCK_EX | LOCK_NB) == 0")]
    [InlineData("flock(file, {|LOCK1004:LOCK_SH|} /* reads */) == 0", "flock(file, LOCK_SH | LOCK_NB /* reads */) == 0")]
    [InlineData("fcntl(file, {|LOCK1004:F_SETLKW|}, ref s_record) == 0", "fcntl(file, F_SETLK, ref s_record) == 0")]
    [InlineData("fcntl(file, {|LOCK1004:7|}, ref s_record) == 0", "fcntl(file, F_SETLK, ref s_record) == 0")]
    [InlineData("lockf(3, {|LOCK1004:F_LOCK|}, 0) == 0", "lockf(3, F_TLOCK, 0) == 0")]
    [InlineData(
        "LockFileEx(file, {|LOCK1004:2|}, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped)",
        "LockFileEx(file, 2 | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref s_overlapped)"
    )]
    public Task Try_method_answers_at_once(string call, string mended) =>
        Verify.FixAsync<TryMethodWaitsFixer>(TryMethodWaitsTests.Code(call), TryMethodWaitsTests.Code(mended));

    [Theory]
    [InlineData("{|LOCK1006:LOCKFILE_EXCLUSIVE_LOCK | 8|}", "LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("{|LOCK1006:8 | LOCKFILE_EXCLUSIVE_LOCK | 1|}", "LOCKFILE_EXCLUSIVE_LOCK | 1")]
    [InlineData("{|LOCK1006:6|}", "LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("{|LOCK1006:7|}", "LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY")]
    [InlineData("{|LOCK1006:4 | LOCKFILE_EXCLUSIVE_LOCK /* alone */ | 8|}", "LOCKFILE_EXCLUSIVE_LOCK /* alone */")]
    public Task Undefined_flag_is_removed(string flags, string mended) =>
        Verify.FixAsync<ContradictoryFlagsFixer>(Refused(flags, "0"), Refused(mended, "0"));

    [Theory]
    [InlineData("{|LOCK1006:1|}")]
    [InlineData("{|LOCK1006:uint.MaxValue|}")]
    public Task Reserved_argument_becomes_zero(string reserved) =>
        Verify.FixAsync<ContradictoryFlagsFixer>(Refused("2", reserved), Refused("2", "0"));

    [Fact]
    public Task Contradiction_is_left_to_its_author() =>
        Verify.NoFixAsync<ContradictoryFlagsFixer>(
            LockCode.Using(
                """
                static class Gate
                {
                    internal static bool Enter(SafeFileHandle file) => flock(file, {|LOCK1006:LOCK_SH | LOCK_EX|}) == 0;
                }
                """
            )
        );

    private static string Refused(string flags, string reserved) =>
        LockCode.Using(
            $$"""
            static class Gate
            {
                internal static bool Enter(SafeFileHandle file)
                {
                    var overlapped = new NativeOverlapped();
                    return LockFileEx(file, {{flags}}, {{reserved}}, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            }
            """
        );
}
