using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class PlatformsDisagreeOnWaitingTests
{
    [Theory]
    [InlineData("{|LOCK1003:3|}", "LOCK_EX")]
    [InlineData("{|LOCK1003:2|}", "LOCK_EX | LOCK_NB")]
    [InlineData("2", "LOCK_EX")]
    [InlineData("3", "LOCK_EX | LOCK_NB")]
    [InlineData("{|LOCK1003:wait ? 2u : 3u|}", "LOCK_EX")]
    [InlineData("{|LOCK1003:3|}", "wait ? LOCK_EX : LOCK_EX | LOCK_NB")]
    public Task One_waits_and_the_other_fails_at_once(string windows, string unix) => Verify.AnalyzerAsync(Code(windows, unix));

    [Theory]
    [InlineData("while (!LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref overlapped)) Thread.Sleep(10);", "flock(file, LOCK_EX);")]
    [InlineData(
        "for (var i = 0; ; i++) if (LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref overlapped)) break;",
        "flock(file, LOCK_EX);"
    )]
    [InlineData("again: if (!LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref overlapped)) goto again;", "flock(file, LOCK_EX);")]
    [InlineData(
        "LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref overlapped);",
        "while (flock(file, LOCK_EX | LOCK_NB) != 0) Thread.Sleep(10);"
    )]
    [InlineData(
        "if (!LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref overlapped)) LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref overlapped);",
        "flock(file, LOCK_EX);"
    )]
    public Task Silent_where_a_refusal_is_tried_again(string windows, string unix) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Gate
                {
                    internal static void Enter(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        if (OperatingSystem.IsWindows())
                        {
                            {{windows}}
                        }
                        else
                        {
                            {{unix}}
                        }
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_where_the_caller_tries_again() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Gate
                {
                    internal static void Enter(SafeFileHandle file)
                    {
                        if (OperatingSystem.IsWindows())
                        {
                            while (!EnterWindows(file))
                                Thread.Sleep(10);
                        }
                        else
                        {
                            EnterUnix(file);
                        }
                    }

                    static bool EnterWindows(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }

                    static bool EnterUnix(SafeFileHandle file) => flock(file, LOCK_EX) == 0;
                }
                """
            )
        );

    [Fact]
    public Task Judges_fcntl_by_its_command() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                static class Gate
                {
                    internal static bool Enter(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        var record = new Flock { l_type = F_WRLCK };
                        return OperatingSystem.IsWindows()
                            ? LockFileEx(file, {|LOCK1003:3|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped)
                            : fcntl(file, F_SETLKW, ref record) == 0;
                    }
                }
                """
            )
        );

    [Fact]
    public Task Says_which_does_what() =>
        Verify.AnalyzerAsync(
            Code("{|#0:3|}", "LOCK_EX").Replace("flock(file, LOCK_EX)", "{|#1:flock(file, LOCK_EX)|}", StringComparison.Ordinal),
            Verify
                .Diagnostic("LOCK1003")
                .WithLocation(0)
                .WithLocation(1)
                .WithArguments("LockFileEx", "fails at once", "waits", "remove LOCKFILE_FAIL_IMMEDIATELY")
        );

    internal static string Code(string windows, string unix) =>
        LockCode.Using(
            $$"""
            static class Gate
            {
                internal static bool Enter(SafeFileHandle file, bool wait)
                {
                    var overlapped = new NativeOverlapped();
                    return OperatingSystem.IsWindows() ? LockFileEx(file, {{windows}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped) : flock(file, {{unix}}) == 0;
                }
            }
            """
        );
}
