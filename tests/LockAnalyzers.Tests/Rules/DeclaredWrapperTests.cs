using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>Wrappers that a project declares: by attribute, and in LockAnalyzers.Wrappers.txt, whose lines LOCK0001 reads.</summary>
public sealed class DeclaredWrapperTests
{
    private const string Attributes = """

        enum LockMode { Shared, Exclusive }

        [AttributeUsage(AttributeTargets.Method)]
        sealed class AcquiresLockAttribute : Attribute
        {
            public AcquiresLockAttribute() { }
            public AcquiresLockAttribute(LockMode mode) { }
        }

        [AttributeUsage(AttributeTargets.Method)]
        sealed class ReleasesLockAttribute : Attribute { }
        """;

    [Theory]
    [InlineData("[AcquiresLock(LockMode.Exclusive)]", "[ReleasesLock]", true)]
    [InlineData("[AcquiresLock]", "[ReleasesLock]", true)]
    [InlineData("", "", false)]
    public Task Declared_by_attribute(string acquires, string releases, bool fires) =>
        Verify.AnalyzerAsync(
            Caller(
                fires,
                $$"""
                interface IStore
                {
                    {{acquires}} void Enter();
                    {{releases}} void Leave();
                }
                """ + Attributes
            )
        );

    [Fact]
    public async Task Declared_in_another_file_of_the_project()
    {
        var test = new LockTest();
        test.TestState.Sources.Add(
            "using System;\n"
                + Attributes
                + "\ninterface IStore { [AcquiresLock(LockMode.Shared)] void Enter(); [ReleasesLock] void Leave(); }"
        );
        test.TestState.Sources.Add(Caller(true, ""));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("[Acme.IStore]::Enter acquire exclusive\n[Acme.IStore]::Leave release", true)]
    [InlineData("# ours\n\n  [Acme.IStore]::Enter   acquire\tshared\r\n[Acme.IStore]::Leave release exclusive\n", true)]
    [InlineData("[Acme.Store]::Enter acquire exclusive\n[Acme.IStore]::Leave release", false)]
    [InlineData("[IStore]::Enter acquire exclusive", false)]
    public async Task Declared_in_an_additional_file(string lines, bool fires)
    {
        var test = new LockTest
        {
            TestCode = Caller(fires, "namespace Acme { interface IStore { void Enter(); void Leave(); } }")
                .Replace("IStore store", "Acme.IStore store", StringComparison.Ordinal),
        };
        test.TestState.AdditionalFiles.Add(("LockAnalyzers.Wrappers.txt", lines));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("{|#0:Acme.Store::Enter acquire exclusive|}", "it does not begin with '[Namespace.Type]::Member'")]
    [InlineData("{|#0:[Acme.Store].Enter acquire exclusive|}", "it does not begin with '[Namespace.Type]::Member'")]
    [InlineData("{|#0:[Acme.Store]::|}", "it does not begin with '[Namespace.Type]::Member'")]
    [InlineData("  {|#0:[Acme.Store]::Enter|}", "'acquire' or 'release' is missing")]
    [InlineData(
        "# fine\n[Acme.Store]::Leave release\n{|#0:[Acme.Store]::Enter lock exclusive|}\n",
        "'lock' is neither 'acquire' nor 'release'"
    )]
    [InlineData("{|#0:[Acme.Store]::Enter acquire|}", "'shared' or 'exclusive' is missing")]
    [InlineData("{|#0:[Acme.Store]::Enter acquire both|}", "'both' is neither 'shared' nor 'exclusive'")]
    [InlineData("{|#0:[Acme.Store]::Enter acquire shared now|}", "'now' is one word too many")]
    public async Task Malformed_line(string lines, string problem)
    {
        var test = new LockTest { TestCode = "class Store { }" };
        test.TestState.AdditionalFiles.Add(("LockAnalyzers.Wrappers.txt", lines));
        var line = lines[(lines.IndexOf("#0:", StringComparison.Ordinal) + 3)..lines.IndexOf("|}", StringComparison.Ordinal)];
        test.ExpectedDiagnostics.Add(Verify.Diagnostic("LOCK0001").WithLocation(0).WithArguments(line, problem));
        await test.RunAsync();
    }

    [Fact]
    public async Task Other_additional_files_are_not_read()
    {
        var test = new LockTest { TestCode = "class Store { }" };
        test.TestState.AdditionalFiles.Add(("Notes.txt", "anything"));
        await test.RunAsync();
    }

    private static string Caller(bool fires, string declarations) =>
        $$"""
            {{LockCode.Usings}}
            class Caller
            {
                internal static int Count(IStore store, string path)
                {
                    {{(fires ? "{|LOCK3002:store.Enter()|}" : "store.Enter()")}};
                    var count = File.ReadAllLines(path).Length;
                    store.Leave();
                    return count;
                }
            }

            {{declarations}}
            """;
}
