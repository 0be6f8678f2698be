using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Testing;

public sealed class CodeFixTestTests
{
    private const string One = "class C { int M() => {|SAMPLE1:1|}; }";
    private const string Ones = "class C { int M() => {|SAMPLE1:1|} + {|SAMPLE1:1|}; }";
    private const string Two = "class C { int M() => 2; }";

    [Fact]
    public Task Accepts_the_right_fix() => Test<RightFix>(One, Two).RunAsync();

    [Fact]
    public Task Accepts_a_fix_for_several_diagnostics() => Test<RightFix>(Ones, "class C { int M() => 2 + 2; }").RunAsync();

    [Fact]
    public Task Accepts_a_fix_in_several_files()
    {
        var test = Test<RightFix>(One, Two);
        test.TestCode = "class D { int M() => {|SAMPLE1:1|}; }";
        test.FixedCode = "class D { int M() => 2; }";
        return test.RunAsync();
    }

    [Fact]
    public Task Accepts_a_fix_by_its_key()
    {
        var test = Test<RightFix>(One, Two);
        test.CodeActionEquivalenceKey = "two";
        return test.RunAsync();
    }

    [Fact]
    public Task Refuses_a_key_that_no_action_has()
    {
        var test = Test<RightFix>(One, Two);
        test.CodeActionEquivalenceKey = "three";
        return Refusal.Of(test, "- class C { int M() => 2; }");
    }

    [Fact]
    public Task Refuses_an_index_that_no_action_has()
    {
        var test = Test<RightFix>(One, Two);
        test.CodeActionIndex = 1;
        return Refusal.Of(test, "- class C { int M() => 2; }");
    }

    [Fact]
    public Task Refuses_a_missing_diagnostic() =>
        Refusal.Of(Test<RightFix>("class C { int M() => {|SAMPLE1:2|}; }", Two), "Diagnostics of test state", "SAMPLE1");

    [Fact]
    public Task Refuses_another_text() =>
        Refusal.Of(Test<RightFix>(One, "class C { int M() => 3; }"), "- class C { int M() => 3; }", "+ class C { int M() => 2; }");

    [Fact]
    public Task Refuses_a_fix_where_none_is_expected() => Refusal.Of(Test<RightFix>(One, One), "No fix was expected");

    [Fact]
    public Task Refuses_code_that_does_not_compile_before() =>
        Refusal.Of(Test<RightFix>("class C { int M() => {|SAMPLE1:1|} + missing; }", Two), "Diagnostics of test state", "CS0103");

    [Fact]
    public Task Refuses_code_that_does_not_compile_after() =>
        Refusal.Of(Test<BreakingFix>(One, "class C { int M() => missing; }"), "Diagnostics of fixed state", "CS0103");

    [Fact]
    public Task Refuses_a_fix_that_is_never_done() => Refusal.Of(Test<UnstableFix>(One, "class C { int M() => 1 + 1; }"), "not stable");

    [Fact]
    public Task Accepts_that_none_is_offered_where_none_is_expected() => Test<ShyFix>(One, One).RunAsync();

    [Fact]
    public Task Refuses_a_fix_for_what_no_editor_shows() =>
        Refusal.Of(
            new CSharpCodeFixTest<LateAnalyzer, RightFix, DefaultVerifier> { TestCode = One, FixedCode = Two },
            "end of a compilation"
        );

    [Fact]
    public Task Refuses_a_fix_that_changes_nothing() => Refusal.Of(Test<IdleFix>(One, One), "No fix was expected");

    [Fact]
    public Task Refuses_the_right_text_from_the_wrong_tree() => Refusal.Of(Test<WrongTreeFix>(One, Two), "tree");

    [Fact]
    public Task Refuses_the_right_text_with_a_token_of_another_value() => Refusal.Of(Test<WrongValueFix>(One, Two), "tree");

    [Fact]
    public Task Refuses_a_fix_that_loses_the_encoding() => Refusal.Of(Test<LosesEncoding>(One, Two), "Encoding of /0/Test0.cs");

    [Fact]
    public Task Refuses_a_fix_that_moves_the_document() => Refusal.Of(Test<MovesDocument>(One, Two), "Folders of /0/Test0.cs");

    [Fact]
    public Task Refuses_another_text_from_all_in_document() =>
        Refusal.Of(Test<WrongInDocument>(One, Two), "Fix all in document", "+ class C { int M() => 3; }");

    [Fact]
    public Task Refuses_another_text_from_all_in_project() =>
        Refusal.Of(Test<WrongInProject>(One, Two), "Fix all in project", "+ class C { int M() => 3; }");

    [Fact]
    public Task Refuses_another_text_from_all_in_solution() =>
        Refusal.Of(Test<WrongInSolution>(One, Two), "Fix all in solution", "+ class C { int M() => 3; }");

    [Fact]
    public Task Accepts_another_text_from_all_if_the_test_says_so()
    {
        var test = Test<WrongInDocument>(One, Two);
        test.BatchFixedCode = "class C { int M() => 3; }";
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
        return test.RunAsync();
    }

    private static CSharpCodeFixTest<SampleAnalyzer, TCodeFix, DefaultVerifier> Test<TCodeFix>(string source, string fixedSource)
        where TCodeFix : CodeFixProvider, new() => new() { TestCode = source, FixedCode = fixedSource };
}
