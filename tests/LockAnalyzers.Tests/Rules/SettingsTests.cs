using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>What <c>lock_analyzers.*</c> in .editorconfig changes, and LOCK0003, which reads what is written wrong.</summary>
public sealed class SettingsTests
{
    private const string Keys = "'lock_analyzers.intent', 'lock_analyzers.exception_paths' or 'lock_analyzers.excluded_wrappers'";

    [Theory]
    [InlineData("infer", "LOCK1002")]
    [InlineData("INFER", "LOCK1002")]
    [InlineData("exclusive", "LOCK1001")]
    [InlineData("shared", null)]
    public Task Intent_of_a_lock_of_which_nobody_says_what_it_is(string intent, string? id) =>
        WithAsync($"lock_analyzers.intent = {intent}", Locking("Take", id is null ? "0" : $"{{|{id}:0|}}", ""));

    [Theory]
    [InlineData("infer", true)]
    [InlineData("exclusive", true)]
    [InlineData("shared", false)]
    public Task Intent_of_a_lock_that_is_called_exclusive(string intent, bool fires) =>
        WithAsync($"lock_analyzers.intent = {intent}", Locking("TakeExclusively", fires ? "{|LOCK1001:0|}" : "0", ""));

    [Theory]
    [InlineData("infer")]
    [InlineData("exclusive")]
    [InlineData("shared")]
    public Task Intent_of_a_lock_under_which_the_file_is_written(string intent) =>
        WithAsync($"lock_analyzers.intent = {intent}", Locking("Take", "{|LOCK1001:0|}", "file.WriteByte(1);"));

    [Theory]
    [InlineData("infer")]
    [InlineData("exclusive")]
    [InlineData("shared")]
    public Task Intent_of_a_lock_that_readers_share(string intent) =>
        WithAsync($"lock_analyzers.intent = {intent}", Locking("TakeForReading", "0", ""));

    [Fact]
    public async Task Intent_counts_where_it_is_set()
    {
        var test = Test("");
        test.TestState.Sources.Clear();
        test.TestState.Sources.Add(("/0/mine/Mine.cs", LockCode.Using(Locking("Take", "{|LOCK1001:0|}", ""))));
        test.TestState.Sources.Add(
            ("/0/Theirs.cs", "using static Native;\n" + LockCode.Usings + Locking("Take", "{|LOCK1002:0|}", "", "Theirs"))
        );
        test.TestState.AnalyzerConfigFiles.Add(("/0/mine/.editorconfig", "[*.cs]\nlock_analyzers.intent = exclusive\n"));
        await test.RunAsync();
    }

    [Fact]
    public async Task Intent_that_makes_a_lock_a_fault_is_named()
    {
        var test = Test("lock_analyzers.intent = exclusive");
        test.TestCode = LockCode.Using(Locking("Take", "{|#0:0|}", ""));
        test.ExpectedDiagnostics.Add(
            Verify
                .Diagnostic("LOCK1001")
                .WithLocation(0)
                .WithArguments("LockFileEx", "lock_analyzers.intent says that locks are exclusive here", "add LOCKFILE_EXCLUSIVE_LOCK")
        );
        await test.RunAsync();
    }

    [Theory]
    [InlineData("all", true)]
    [InlineData("none", false)]
    public Task Exceptions(string paths, bool fires) =>
        WithAsync(
            $"lock_analyzers.exception_paths = {paths}",
            $$"""
            static class Store
            {
                static void Run(FileStream file, Action work)
                {
                    if ({{(fires ? "{|LOCK3002:flock(file.SafeFileHandle, LOCK_EX)|}" : "flock(file.SafeFileHandle, LOCK_EX)")}} != 0)
                        throw new IOException();
                    work();
                    flock(file.SafeFileHandle, LOCK_UN);
                }

                static void Leak(FileStream file, bool early)
                {
                    if ({|LOCK3001:flock(file.SafeFileHandle, LOCK_EX)|} != 0)
                        throw new IOException();
                    if (early)
                        return;
                    flock(file.SafeFileHandle, LOCK_UN);
                }
            }
            """
        );

    [Theory]
    [InlineData("all", true)]
    [InlineData("none", false)]
    public async Task Exceptions_while_a_handle_is_held(string paths, bool fires)
    {
        var test = Test($"lock_analyzers.exception_paths = {paths}");
        test.TestState.AdditionalReferences.Add(TestReferences.FileLockRuntime);
        test.TestCode = $$"""
            using System;
            using FileLocking;

            static class Store
            {
                static void Run(FileLock file, Action work)
                {
                    var held = {{(fires ? "{|LOCK3005:file.Acquire()|}" : "file.Acquire()")}};
                    work();
                    held.Dispose();
                }
            }
            """;
        await test.RunAsync();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("lock_analyzers.excluded_wrappers = [Acme.Store]::Enter", false)]
    [InlineData("lock_analyzers.excluded_wrappers = [Acme.Other]::Enter , [Acme.Store]::Enter", false)]
    [InlineData("lock_analyzers.excluded_wrappers = [Acme.Store]::Leave", true)]
    [InlineData("lock_analyzers.excluded_wrappers = [Other.Store]::Enter", true)]
    public Task Wrapper_that_is_found_by_what_it_does(string setting, bool fires) =>
        WithAsync(
            setting,
            $$"""
            namespace Acme
            {
                static class Store
                {
                    internal static void Run(FileStream file, Action work)
                    {
                        {{(fires ? "{|LOCK3002:Enter(file)|}" : "Enter(file)")}};
                        work();
                        flock(file.SafeFileHandle, LOCK_UN);
                    }

                    static void Enter(FileStream file)
                    {
                        if (flock(file.SafeFileHandle, LOCK_EX) != 0)
                            throw new IOException();
                    }

                    static void Leave(FileStream file) => flock(file.SafeFileHandle, LOCK_UN);
                }
            }
            """
        );

    [Theory]
    [InlineData("", true)]
    [InlineData("lock_analyzers.excluded_wrappers = [Acme.IStore]::Enter", false)]
    public async Task Wrapper_that_is_declared(string setting, bool fires)
    {
        var test = Test(setting);
        test.TestCode = $$"""
            using System;
            namespace Acme
            {
                interface IStore { void Enter(); void Leave(); }

                static class Caller
                {
                    static void Run(IStore store, Action work)
                    {
                        {{(fires ? "{|LOCK3002:store.Enter()|}" : "store.Enter()")}};
                        work();
                        store.Leave();
                    }
                }
            }
            """;
        test.TestState.AdditionalFiles.Add(
            ("LockAnalyzers.Wrappers.txt", "[Acme.IStore]::Enter acquire exclusive\n[Acme.IStore]::Leave release\n")
        );
        await test.RunAsync();
    }

    [Theory]
    [InlineData("intent", "exlusive", "cannot be 'exlusive'", "'infer', 'exclusive' or 'shared'")]
    [InlineData("intent", "true", "cannot be 'true'", "'infer', 'exclusive' or 'shared'")]
    [InlineData("exception_paths", "some", "cannot be 'some'", "'all' or 'none'")]
    [InlineData("excluded_wrappers", "Store.Enter", "cannot name 'Store.Enter'", "'[Namespace.Type]::Member', separated by commas")]
    [InlineData("excluded_wrappers", "[Store]::A,B", "cannot name 'B'", "'[Namespace.Type]::Member', separated by commas")]
    [InlineData("exceptions", "none", "is no option", Keys)]
    public async Task Mistake_is_shown_in_its_line(string key, string value, string problem, string allowed)
    {
        var setting = $"lock_analyzers.{key} = {value}";
        var test = Test(setting);
        test.TestCode = "class A { } // flock";
        test.TestState.AdditionalFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\n  {{|#0:{setting}|}} # why\n"));
        test.ExpectedDiagnostics.Add(
            Verify.Diagnostic("LOCK0003").WithLocation(0).WithArguments(".editorconfig", $"lock_analyzers.{key}", problem, allowed)
        );
        await test.RunAsync();
    }

    [Fact]
    public async Task Mistake_in_a_file_that_was_not_passed_is_shown_at_the_first_source_file()
    {
        var test = Test("lock_analyzers.intent = both");
        test.TestCode = "{|#0:class|} A { } // flock";
        test.TestState.Sources.Add("class B { } // flock");
        test.TestState.AdditionalFiles.Add(("/elsewhere/.editorconfig", "[*.cs]\nlock_analyzers.intent = shared\n"));
        test.ExpectedDiagnostics.Add(
            Verify
                .Diagnostic("LOCK0003")
                .WithLocation(0)
                .WithArguments(
                    "the .editorconfig of Test0.cs",
                    "lock_analyzers.intent",
                    "cannot be 'both'",
                    "'infer', 'exclusive' or 'shared'"
                )
        );
        await test.RunAsync();
    }

    [Fact]
    public async Task Settings_of_others_are_not_read()
    {
        var test = Test("lock_analyzer.intent = both\ndotnet_analyzers.intent = both");
        test.TestCode = "class A { } // flock";
        await test.RunAsync();
    }

    private static Task WithAsync(string setting, string code)
    {
        var test = Test(setting);
        test.TestCode = LockCode.Using(code);
        return test.RunAsync();
    }

    private static LockTest Test(string setting)
    {
        var test = new LockTest();
        if (setting.Length > 0)
            test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\n{setting}\n"));
        return test;
    }

    /// <summary>A method that locks with LockFileEx, works and unlocks.</summary>
    private static string Locking(string method, string flags, string work, string type = "Store") =>
        $$"""

            static class {{type}}
            {
                static void {{method}}(FileStream file, Func<int> count)
                {
                    var overlapped = new NativeOverlapped();
                    if (!LockFileEx(file.SafeFileHandle, {{flags}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        throw new IOException();
                    try
                    {
                        count();
                        {{work}}
                    }
                    finally
                    {
                        UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
            }
            """;
}
