using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Testing;

/// <summary>A test bench is worth what it refuses.</summary>
public sealed class AnalyzerTestTests
{
    [Theory]
    [InlineData("class C { int M() => {|SAMPLE1:1|}; }")]
    [InlineData("class C { int M() => [|1|]; }")]
    [InlineData("class C { int M() => {|SAMPLE1:1|} + {|SAMPLE1:1|}; }")]
    [InlineData("class C { int {|#0:M|}() => {|#1:{|SAMPLE1:1|}|}; }")]
    [InlineData("class C { int M() => {|CS0103:missing|}; }")]
    [InlineData("class C { int M() => 2; }")]
    public Task Accepts(string source) => Test(source).RunAsync();

    [Theory]
    [InlineData("class C { int M() => {|SAMPLE1:2|}; }", "- /0/Test0.cs(1,22,1,23): * SAMPLE1")]
    [InlineData("class C { int M() => 1; }", "+ /0/Test0.cs(1,22,1,23): Info SAMPLE1: The literal in 'M' is 1; write 2 -> /0")]
    [InlineData("class C { int M() => {|SAMPLE1:1 |}; }", "- /0/Test0.cs(1,22,1,24)")]
    [InlineData("class C { int M() => {|SAMPLE1:1|} + 1; }", "+ /0/Test0.cs(1,26,1,27)")]
    [InlineData("class C { int M() => {|SAMPLE2:1|}; }", "- /0/Test0.cs(1,22,1,23): * SAMPLE2")]
    [InlineData("class C { int M() => missing; }", "Error CS0103")]
    [InlineData("class C { int M() => {|SAMPLE1:1; }", "|}")]
    [InlineData("class C { int M() => {|SAMPLE1:1|]; }", "|]")]
    [InlineData("class C { int M() => 1|}; }", "|}")]
    public Task Refuses(string source, string reason) => Refusal.Of(Test(source), reason);

    [Fact]
    public Task Accepts_what_an_explicit_expectation_says() => Test(Marked, Complete).RunAsync();

    [Fact]
    public Task Accepts_a_whole_message() =>
        Test(Marked, Expected.WithLocation(0).WithLocation(1).WithMessage("The literal in 'M' is 1; write 2")).RunAsync();

    [Fact]
    public Task Refuses_another_argument() =>
        Refusal.Of(Test(Marked, Expected.WithLocation(0).WithLocation(1).WithArguments("N")), "The literal in 'N'");

    [Fact]
    public Task Refuses_an_argument_left_out() => Refusal.Of(Test(Marked, Expected.WithLocation(0).WithLocation(1)), "SAMPLE1");

    [Fact]
    public Task Refuses_another_message() =>
        Refusal.Of(Test(Marked, Expected.WithLocation(0).WithLocation(1).WithMessage("No")), "SAMPLE1: No");

    [Fact]
    public Task Refuses_an_additional_location_left_out() =>
        Refusal.Of(Test(Marked, Expected.WithLocation(0).WithArguments("M")), "SAMPLE1");

    [Fact]
    public Task Refuses_another_additional_location() =>
        Refusal.Of(Test(Marked, Expected.WithLocation(0).WithLocation(0).WithArguments("M")), "SAMPLE1");

    [Fact]
    public Task Refuses_another_severity() =>
        Refusal.Of(Test(Marked, Complete.WithSeverity(DiagnosticSeverity.Warning)), "Warning SAMPLE1");

    [Fact]
    public Task Refuses_a_location_that_is_not_marked() => Refusal.Of(Test(Marked, Expected.WithLocation(7)), "#7");

    [Fact]
    public Task Refuses_an_analyzer_that_does_not_think_of_generated_code() =>
        Refusal.Of(new CSharpAnalyzerTest<CarelessAnalyzer, DefaultVerifier> { TestCode = "class C { }" }, "generated code");

    [Fact]
    public Task Refuses_a_crash_of_the_analyzer() =>
        Refusal.Of(new CSharpAnalyzerTest<CrashingAnalyzer, DefaultVerifier> { TestCode = "class C { int M() => 1; }" }, "AD0001", "crash");

    [Fact]
    public Task Gives_every_expectation_its_own_diagnostic() =>
        Test(
                "class C { int {|#1:M|}() => {|#0:1|} + {|#2:1|}; }",
                Expected.WithLocation(2).WithMessage(null).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
                Complete
            )
            .RunAsync();

    [Fact]
    public Task Runs_what_a_diagnostic_must_also_hold()
    {
        var test = Test("class C { int M() => {|SAMPLE1:1|}; }");
        test.DiagnosticVerifier = (diagnostic, _, verifier) => verifier.True(diagnostic.Properties.ContainsKey("key"), "no such property");
        return Refusal.Of(test, "no such property");
    }

    [Fact]
    public Task Honours_the_severity_of_a_configuration_file()
    {
        var test = Test("class C { int M() => 1; }");
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SAMPLE1.severity = none\n"));
        return test.RunAsync();
    }

    public static TheoryData<string> Frameworks => ["net8.0", "netstandard2.0", "net472"];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public Task Compiles_against_each_framework(string framework)
    {
        var test = Test("using System.IO; class C { object M(FileStream stream) => stream.SafeFileHandle; }");
        test.ReferenceAssemblies = framework switch
        {
            "net8.0" => ReferenceAssemblies.Net.Net80,
            "net472" => ReferenceAssemblies.NetFramework.Net472.Default,
            _ => ReferenceAssemblies.NetStandard.NetStandard20,
        };
        return test.RunAsync();
    }

    private const string Marked = "class C { int {|#1:M|}() => {|#0:1|}; }";

    private static DiagnosticResult Complete => Expected.WithLocation(0).WithLocation(1).WithArguments("M");

    private static DiagnosticResult Expected => CSharpAnalyzerVerifier<SampleAnalyzer, DefaultVerifier>.Diagnostic();

    private static CSharpAnalyzerTest<SampleAnalyzer, DefaultVerifier> Test(string source, params DiagnosticResult[] expected)
    {
        var test = new CSharpAnalyzerTest<SampleAnalyzer, DefaultVerifier> { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test;
    }
}
