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

    /// <summary>One half does as two parameters say; the other asks for one of them only.</summary>
    [Theory]
    [InlineData("{|LOCK1003:(exclusive ? 2u : 0u) | (wait ? 0u : 1u)|}", "exclusive ? LOCK_EX : LOCK_SH")]
    [InlineData("{|LOCK1003:(exclusive ? 2u : 0u) + (wait ? 0u : 1u)|}", "(exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB")]
    [InlineData("(exclusive ? 2u : 0u) | (wait ? 0u : 1u)", "(exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB)")]
    public Task Parameter_that_one_half_ignores(string windows, string unix) =>
        Verify.AnalyzerAsync(Code(windows, unix).Replace("bool wait)", "bool exclusive, bool wait)", StringComparison.Ordinal));

    [Theory]
    [InlineData("public static bool Take(SafeFileHandle file, bool exclusive, bool wait)", "{|LOCK1003:", "|}")]
    [InlineData("public static bool Take(SafeFileHandle file, bool exclusive)", "", "")]
    public Task Parameter_that_the_other_halfs_type_ignores(string signature, string start, string end) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class WindowsGate
                {
                    public static bool Take(SafeFileHandle file, bool exclusive, bool wait)
                    {
                        var all = new NativeOverlapped();
                        var flags = (exclusive ? 2u : 0u) | (wait ? 0u : 1u);
                        return LockFileEx(file, {{start}}flags{{end}}, 0, uint.MaxValue, uint.MaxValue, ref all);
                    }
                }

                static class UnixGate
                {
                    {{signature}} => flock(file, exclusive ? LOCK_EX : LOCK_SH) == 0;
                }
                """
            )
        );

    /// <summary>What tries again until it is granted waits, and here it does so whatever the parameter says.</summary>
    [Theory]
    [InlineData("{|LOCK1003:wait ? 2u : 3u|}", "")]
    [InlineData("wait ? 2u : 3u", "if (!wait) throw;")]
    [InlineData("3u", "")]
    public Task Tried_again_by_the_framework_on_the_other_systems(string windows, string onRefusal) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Gate
                {
                    internal static bool Enter(FileStream file, bool wait)
                    {
                        if (OperatingSystem.IsWindows())
                        {
                            var all = new NativeOverlapped();
                            return LockFileEx(file.SafeFileHandle, {{windows}}, 0, uint.MaxValue, uint.MaxValue, ref all);
                        }

                        while (true)
                        {
                            try
                            {
                                file.Lock(0, long.MaxValue);
                                return true;
                            }
                            catch (IOException)
                            {
                                {{onRefusal}}
                                Thread.Sleep(10);
                            }
                        }
                    }
                }
                """
            )
        );

    /// <summary>LockFile fails at once, whatever one wants of it.</summary>
    [Theory]
    [InlineData("{|#0:LockFile(file, 0, 0, uint.MaxValue, uint.MaxValue)|}", "LOCK_EX", true)]
    [InlineData("LockFile(file, 0, 0, uint.MaxValue, uint.MaxValue)", "LOCK_EX | LOCK_NB", false)]
    public Task Function_without_flags(string windows, string unix, bool fires)
    {
        var code = LockCode.Using(
            $$"""
            static class Gate
            {
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFile(SafeFileHandle file, uint offset, uint offsetHigh, uint low, uint high);

                internal static void Enter(SafeFileHandle file)
                {
                    if (OperatingSystem.IsWindows() ? !{{windows}} : {{(fires ? "{|#1:" : "")}}flock(file, {{unix}}){{(
                fires ? "|}" : ""
            )}} != 0)
                        throw new Win32Exception();
                }
            }
            """
        );
        return fires
            ? Verify.AnalyzerAsync(
                code,
                Verify
                    .Diagnostic("LOCK1003")
                    .WithLocation(0)
                    .WithLocation(1)
                    .WithArguments("LockFile", "fails at once", "waits", "use LockFileEx without LOCKFILE_FAIL_IMMEDIATELY")
            )
            : Verify.AnalyzerAsync(code);
    }

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
