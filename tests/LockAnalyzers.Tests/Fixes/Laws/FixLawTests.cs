using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LockAnalyzers.Tests.Fixes.Laws;

/// <summary>
/// What holds of all fixes, whatever the code: each law is asked of every case of the corpus. FixLayoutTests has one readable example of
/// each.
/// </summary>
[Trait("Long", "true")]
public sealed class FixLawTests
{
    public static TheoryData<string> Cases => CorpusTests.AllCases;

    public static TheoryData<string, string> CasesInLayouts
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var @case in Cases.Select(@case => @case.Data))
            {
                foreach (var layout in Layouts.All.Keys)
                    all.Add(@case, layout);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Mended_code_compiles_and_has_no_diagnostic_that_it_did_not_have(string @case) =>
        await VerifyAsync(await MendedCase.OfAsync(@case));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Second_run_changes_nothing(string @case)
    {
        var mended = await MendedCase.OfAsync(@case);

        Same(await mended.TextAsync(), await TextAsync(await Mending.RunAsync(mended.After, Mending.Ids)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_id_alone_ends_in_the_text_of_all_in_one_run(string @case)
    {
        var mended = await MendedCase.OfAsync(@case);
        if (mended.Found.Length < 2)
            return;

        Same(await mended.TextAsync(), await TextAsync(await Mending.RunAsync(mended.Before, Mending.Ids.Reverse())));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task One_diagnostic_at_a_time_ends_in_the_text_of_all_in_one_run(string @case)
    {
        var mended = await MendedCase.OfAsync(@case);
        if (mended.Found.Length < 2)
            return;

        Same(await mended.TextAsync(), await TextAsync(await Mending.OneByOneAsync(mended.Before)));
    }

    [Theory]
    [MemberData(nameof(CasesInLayouts))]
    public async Task Writes_as_the_file_is_laid_out(string @case, string layout)
    {
        var mended = await MendedCase.OfAsync(@case);
        var relaid = Layouts.All[layout];
        var before = await Mending.TextsAsync(mended.Before);
        if (mended.Found.IsEmpty || before.All(code => relaid(code) == code))
            return;

        var other = await Mending.RunAsync(await Mending.SolutionOfAsync(before.Select(relaid)), Mending.Ids);

        Same(
            string.Join('\n', (await Mending.TextsAsync(mended.After)).Select(relaid)),
            string.Join('\n', await Mending.TextsAsync(other))
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Mends_code_with_and_without_braces(string @case)
    {
        foreach (var change in (Func<string, string>[])[Layouts.Braced, Layouts.Unbraced])
        {
            var code = JudgedCode.Read(@case).Select(Layouts.Lf).ToList();
            var changed = code.Select(change).ToList();
            if (code.SequenceEqual(changed))
                continue;

            var mended = await MendedCase.OfAsync(changed);
            await VerifyAsync(mended);
            Assert.Empty(await BareTriesAsync(mended.After));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Puts_no_bare_try_under_an_if(string @case) =>
        Assert.Empty(await BareTriesAsync((await MendedCase.OfAsync(@case)).After));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Leaves_nothing_empty_behind(string @case)
    {
        var mended = await MendedCase.OfAsync(@case);
        var (before, after) = (await EmptyAsync(mended.Before), await EmptyAsync(mended.After));

        Assert.True(after <= before, await mended.TextAsync());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Keeps_each_comment_with_its_code(string @case)
    {
        var mended = await MendedCase.OfAsync(@case);
        var before = await CommentsAsync(mended.Before);
        var after = (await CommentsAsync(mended.After)).ToList();
        var text = await mended.TextAsync();

        Assert.All(
            before,
            comment =>
            {
                var place = after.FindIndex(a => a.Text == comment.Text && (comment.Words.Count == 0 || a.Words.Overlaps(comment.Words)));
                Assert.True(place >= 0, $"{comment.Text} is torn from {string.Join(' ', comment.Words)}\n{text}");
                after.RemoveAt(place);
            }
        );
        Assert.Empty(after);
    }

    /// <summary>Each statement that a diagnostic is in, between directives that belong together.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Splits_no_pair_of_directives(string @case)
    {
        var (before, found, _, _) = await MendedCase.OfAsync(@case);
        var code = new List<string>();
        foreach (var document in before.Projects.SelectMany(project => project.Documents))
        {
            var root = (await document.GetSyntaxRootAsync())!;
            var lines = found
                .Where(diagnostic => diagnostic.Location.SourceTree == root.SyntaxTree)
                .Select(diagnostic =>
                    root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<StatementSyntax>(s => s.Parent is BlockSyntax)
                )
                .OfType<StatementSyntax>()
                .SelectMany(statement =>
                {
                    var line = statement.GetLocation().GetLineSpan();
                    return new[]
                    {
                        (Line: line.StartLinePosition.Line, Text: "#pragma warning disable CS0164\n"),
                        (Line: line.EndLinePosition.Line + 1, Text: "#pragma warning restore CS0164\n"),
                    };
                })
                .Distinct()
                .OrderBy(line => line.Line)
                .ToList();
            var text = await document.GetTextAsync();

            // Pairs inside pairs would close each other.
            var isAlternating = lines
                .Select((line, i) => line.Text.Contains("disable", StringComparison.Ordinal) == (i % 2 == 0))
                .All(b => b);
            code.Add(
                isAlternating
                    ? text.WithChanges(lines.Select(line => new TextChange(new(text.Lines[line.Line].Start, 0), line.Text))).ToString()
                    : text.ToString()
            );
        }

        var mended = await MendedCase.OfAsync(code);

        await VerifyAsync(mended);
        foreach (var text in await Mending.TextsAsync(mended.After))
        {
            var parts = text.Split("#pragma warning disable CS0164");
            Assert.All(
                parts.Skip(1),
                part =>
                {
                    var pair = part.Split("#pragma warning restore CS0164");
                    Assert.True(pair.Length == 2 && IsBalanced(pair[0]), text);
                }
            );
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Keeps_the_encoding_and_a_tree_that_is_its_own_text(string @case)
    {
        var mended = await MendedCase.OfAsync(@case);

        foreach (var document in mended.After.Projects.SelectMany(project => project.Documents))
        {
            var tree = (await document.GetSyntaxTreeAsync())!;
            var text = await document.GetTextAsync();
            Assert.Same(Mending.Encoding, text.Encoding);
            Assert.True(tree.IsEquivalentTo(tree.WithChangedText(SourceText.From(text.ToString()))), text.ToString());
        }
    }

    /// <summary>
    /// The code compiles, and no id is reported more often than before.
    /// </summary>
    private static async Task VerifyAsync(MendedCase mended)
    {
        foreach (var project in mended.After.Projects)
        {
            var errors = JudgedCode.ErrorsIn((await project.GetCompilationAsync())!).ToList();
            if (errors.Count > 0)
            {
                // A variant that never compiled says nothing.
                var compiled = !JudgedCode.ErrorsIn((await mended.Before.GetProject(project.Id)!.GetCompilationAsync())!).Any();
                Assert.False(compiled, string.Join('\n', errors) + "\n" + await mended.TextAsync());
            }
        }

        var before = mended.Found.CountBy(diagnostic => diagnostic.Id).ToDictionary();
        foreach (var (id, count) in mended.Left.CountBy(diagnostic => diagnostic.Id))
        {
            Assert.True(
                count <= before.GetValueOrDefault(id),
                $"{string.Join('\n', mended.Left.Where(d => d.Id == id))} is new in\n{await mended.TextAsync()}"
            );
        }
    }

    private static async Task<IEnumerable<string>> BareTriesAsync(Solution solution) =>
        from text in await Mending.TextsAsync(solution)
        from tried in JudgedCode.Parse(text).GetRoot().DescendantNodes().OfType<TryStatementSyntax>()
        where tried.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
        select text;

    private static async Task<int> EmptyAsync(Solution solution) =>
        (
            from text in await Mending.TextsAsync(solution)
            from block in JudgedCode.Parse(text).GetRoot().DescendantNodes().OfType<BlockSyntax>()
            where
                block.Statements.Count == 0
                && block.Parent is StatementSyntax or CatchClauseSyntax or FinallyClauseSyntax or ElseClauseSyntax
            select block
        ).Count();

    /// <summary>
    /// Every comment, with the words of the code on its line; where that has none, those of the next three lines that have some.
    /// </summary>
    private static async Task<ImmutableArray<(string Text, HashSet<string> Words)>> CommentsAsync(Solution solution) =>
        [
            .. from code in await Mending.TextsAsync(solution)
            let tree = JudgedCode.Parse(code)
            let text = tree.GetText()
            from comment in tree.GetRoot().DescendantTrivia()
            where comment.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            let line = text.Lines.GetLineFromPosition(comment.SpanStart)
            let here = WordsIn(tree, line)
            let below = text.Lines.Skip(line.LineNumber + 1).Select(next => WordsIn(tree, next)).Where(words => words.Count > 0).Take(3)
            select (comment.ToString(), here.Count > 0 ? here : [.. below.SelectMany(words => words)]),
        ];

    private static HashSet<string> WordsIn(SyntaxTree tree, TextLine line) =>
        [
            .. tree.GetRoot()
                .DescendantTokens(line.Span)
                .Where(token => line.Span.Contains(token.SpanStart) && token.Text.Length > 0 && char.IsLetter(token.Text[0]))
                .Select(token => token.Text),
        ];

    private static bool IsBalanced(string code)
    {
        var depth = 0;
        foreach (var token in SyntaxFactory.ParseTokens(code))
        {
            depth += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken => 1,
                SyntaxKind.CloseBraceToken => -1,
                _ => 0,
            };
            if (depth < 0)
                return false;
        }

        return depth == 0;
    }

    private static async Task<string> TextAsync(Solution solution) => await new MendedCase(solution, [], solution, []).TextAsync();

    private static void Same(string expected, string actual) => Assert.Equal(expected, actual, ignoreLineEndingDifferences: false);
}
