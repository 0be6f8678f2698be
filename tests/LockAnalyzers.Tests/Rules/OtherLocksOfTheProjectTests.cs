using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>A project holds many locks, right and wrong ones: what is said of one does not depend on the others.</summary>
public sealed class OtherLocksOfTheProjectTests
{
    private const string Unlock = """
        public void Unlock()
        {
            var all = new NativeOverlapped();
            if (!UnlockFileEx(_file, 0, 1, 0, ref all))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
        """;

    /// <summary>A type that copies the founding bug: 1 fails at once, and locks shared.</summary>
    private static readonly string s_copied = Latch("Latch", "{|LOCK1001:1|}");

    private static string Latch(string name, string flags) =>
        $$"""
            public sealed class {{name}}
            {
                private readonly SafeFileHandle _file;

                public {{name}}(SafeFileHandle file) => _file = file;

                public void Lock()
                {
                    var all = new NativeOverlapped();
                    if (!LockFileEx(_file, {{flags}}, 0, 1, 0, ref all))
                        throw new Win32Exception(Marshal.GetLastWin32Error());
                }

                {{Unlock}}
            }
            """;

    [Theory]
    [InlineData("")]
    [InlineData("LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY")]
    public Task The_founding_bug_is_reported_beside_a_right_lock_of_another_type(string flags) =>
        ModeAsync(s_copied + "\n" + (flags.Length == 0 ? "" : Latch("Right", flags)));

    [Fact]
    public Task A_mode_that_nobody_stated_is_reported_beside_a_right_lock_of_another_type() =>
        ModeAsync(
            """
            static class Once
            {
                internal static bool Take(SafeFileHandle file, Action work)
                {
                    var all = new NativeOverlapped();
                    if (!LockFileEx(file, {|LOCK1002:0|}, 0, 1, 0, ref all))
                        return false;
                    work();
                    return UnlockFileEx(file, 0, 1, 0, ref all);
                }
            }

            """ + Latch("Right", "LOCKFILE_EXCLUSIVE_LOCK")
        );

    [Fact]
    public Task Silent_where_the_same_type_takes_it_exclusively_too() =>
        ModeAsync(
            Latch("Latch", "1")
                .Replace(
                    "public void Unlock()",
                    """
                    public void Rebuild()
                    {
                        var all = new NativeOverlapped();
                        if (!LockFileEx(_file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, ref all))
                            throw new Win32Exception(Marshal.GetLastWin32Error());
                    }

                    public void Unlock()
                    """,
                    StringComparison.Ordinal
                )
        );

    [Fact]
    public Task Silent_where_somebody_else_takes_the_same_file_exclusively() =>
        ModeAsync(
            Latch("Latch", "1")
                .Replace("private readonly SafeFileHandle _file", "internal static SafeFileHandle _file", StringComparison.Ordinal)
                + """

                static class Installer
                {
                    internal static bool Install(Action work)
                    {
                        var all = new NativeOverlapped();
                        if (!LockFileEx(Latch._file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, ref all))
                            return false;
                        work();
                        return UnlockFileEx(Latch._file, 0, 1, 0, ref all);
                    }
                }
                """
        );

    [Theory]
    [InlineData("// Shared: only the installer, another program, excludes.")]
    [InlineData("// Any number of readers may have the folder open.")]
    public Task Silent_where_a_comment_says_that_it_is_shared(string comment) =>
        ModeAsync(Latch("Latch", "1").Replace("if (!LockFileEx", comment + "\n        if (!LockFileEx", StringComparison.Ordinal));

    [Fact]
    public Task A_comment_that_denies_it_is_no_excuse() =>
        ModeAsync(s_copied.Replace("if (!LockFileEx", "// must not be shared\n        if (!LockFileEx", StringComparison.Ordinal));

    /// <summary>A known miss: the founding bug behind a helper that hands its flags on.</summary>
    [Fact]
    public Task A_helper_in_between_hides_that_the_pair_excludes_nobody() =>
        ModeAsync(
            """
            public sealed class Latch
            {
                private readonly SafeFileHandle _file;

                public Latch(SafeFileHandle file) => _file = file;

                public void Lock()
                {
                    if (!Take(1))
                        throw new Win32Exception(Marshal.GetLastWin32Error());
                }

                private bool Take(uint flags)
                {
                    var all = new NativeOverlapped();
                    return LockFileEx(_file, flags, 0, 1, 0, ref all);
                }

            """
                + Unlock
                + "}"
        );

    private static Task ModeAsync(string code)
    {
        var test = new LockTest { TestCode = LockCode.Using(code) };
        test.DisabledDiagnostics.AddRange(
            new LockUsageAnalyzer().SupportedDiagnostics.Select(d => d.Id).Where(id => !id.StartsWith("LOCK1", StringComparison.Ordinal))
        );
        return test.RunAsync();
    }
}
