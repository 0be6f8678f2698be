using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>
/// Directives come in pairs, such as <c>#pragma warning disable</c> and <c>restore</c>, and code must not be moved out of a pair.
/// </summary>
internal static class Directives
{
    /// <summary>The directives in and above statements.</summary>
    public static IEnumerable<SyntaxNode> In(IEnumerable<StatementSyntax> statements) =>
        statements.SelectMany(s => s.DescendantTrivia()).Where(t => t.IsDirective).Select(t => t.GetStructure()!);

    /// <summary>Those of them that are not above the first.</summary>
    public static IEnumerable<SyntaxNode> InAndBelow(IReadOnlyList<StatementSyntax> statements) =>
        In(statements).Where(d => d.SpanStart > statements[0].SpanStart);

    /// <summary>True when each directive that opens something is closed, and none closes what is not open.</summary>
    public static bool AreBalanced(IEnumerable<SyntaxNode> directives)
    {
        var open = new Stack<string>();
        foreach (var directive in directives)
        {
            if (Opened(directive) is { } opened)
                open.Push(opened);
            else if (Closed(directive) is { } closed && (open.Count == 0 || open.Pop() != closed))
                return false;
        }

        return open.Count == 0;
    }

    /// <summary>
    /// The trivia before a statement, cut behind the last directive and the blank lines that follow it: what is put in at the cut is
    /// where the statement is, to the compiler, and does not tear a comment from it.
    /// </summary>
    public static (SyntaxTriviaList Before, SyntaxTriviaList Own) Cut(SyntaxTriviaList leading)
    {
        var cut = 0;
        for (var i = 0; i < leading.Count; i++)
        {
            if (leading[i].IsDirective || (leading[i].IsKind(SyntaxKind.EndOfLineTrivia) && leading.Skip(cut).Take(i - cut).All(IsSpace)))
                cut = i + 1;
        }

        return (SyntaxFactory.TriviaList(leading.Take(cut)), SyntaxFactory.TriviaList(leading.Skip(cut)));
    }

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia);

    private static string? Opened(SyntaxNode directive) =>
        directive switch
        {
            IfDirectiveTriviaSyntax => "if",
            RegionDirectiveTriviaSyntax => "region",
            PragmaWarningDirectiveTriviaSyntax { DisableOrRestoreKeyword.RawKind: (int)SyntaxKind.DisableKeyword } pragma => CodesOf(
                pragma
            ),
            NullableDirectiveTriviaSyntax { SettingToken.RawKind: not (int)SyntaxKind.RestoreKeyword } => "nullable",
            _ => null,
        };

    private static string? Closed(SyntaxNode directive) =>
        directive switch
        {
            EndIfDirectiveTriviaSyntax => "if",
            EndRegionDirectiveTriviaSyntax => "region",
            PragmaWarningDirectiveTriviaSyntax pragma => CodesOf(pragma),
            NullableDirectiveTriviaSyntax => "nullable",
            _ => null,
        };

    private static string CodesOf(PragmaWarningDirectiveTriviaSyntax pragma) => "pragma " + pragma.ErrorCodes;
}
