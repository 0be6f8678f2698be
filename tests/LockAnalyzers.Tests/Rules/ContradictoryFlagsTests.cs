using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class ContradictoryFlagsTests
{
    [Theory]
    [InlineData("{|LOCK1006:LOCK_SH | LOCK_EX|}")]
    [InlineData("{|LOCK1006:3|}")]
    [InlineData("{|LOCK1006:LOCK_SH | LOCK_EX | LOCK_NB|}")]
    [InlineData("{|LOCK1006:LOCK_UN | LOCK_EX|}")]
    [InlineData("{|LOCK1006:LOCK_UN | LOCK_SH|}")]
    [InlineData("{|LOCK1006:some ? 3 : 7|}")]
    [InlineData("LOCK_EX | LOCK_NB")]
    [InlineData("LOCK_UN | LOCK_NB")]
    [InlineData("some ? LOCK_EX : LOCK_SH")]
    [InlineData("some ? 3 : 2")]
    [InlineData("unknown | LOCK_EX")]
    public Task Flock(string operation) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Gate
                {
                    internal static bool Enter(SafeFileHandle file, bool some, int unknown) => flock(file, {{operation}}) == 0;
                }
                """
            )
        );

    [Theory]
    [InlineData("{|LOCK1006:7|}", "0")]
    [InlineData("{|LOCK1006:LOCKFILE_EXCLUSIVE_LOCK | 8|}", "0")]
    [InlineData("{|LOCK1006:~0u|}", "0")]
    [InlineData("2", "{|LOCK1006:1|}")]
    [InlineData("2", "{|LOCK1006:uint.MaxValue|}")]
    [InlineData("2", "{|LOCK1006:some ? 1u : 3u|}")]
    [InlineData("{|LOCK1006:6|}", "{|LOCK1006:1|}")]
    [InlineData("3", "0")]
    [InlineData("some ? 7u : 3u", "0")]
    [InlineData("2", "some ? 0u : 1u")]
    [InlineData("2", "unknown")]
    public Task LockFileEx(string flags, string reserved) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Gate
                {
                    internal static bool Enter(SafeFileHandle file, bool some, uint unknown)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, {{flags}}, {{reserved}}, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Reserved_argument_of_an_unlock() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Gate
                {
                    internal static bool Leave(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return UnlockFileEx(file, {|LOCK1006:2|}, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """
            )
        );
}
