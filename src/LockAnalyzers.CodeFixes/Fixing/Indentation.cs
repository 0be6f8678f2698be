using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>The white space that lines begin with.</summary>
internal static class Indentation
{
    /// <summary>What the line begins with that a token is on.</summary>
    public static string Of(SyntaxToken token)
    {
        var text = token.SyntaxTree!.GetText();
        var line = text.Lines.GetLineFromPosition(token.SpanStart);
        var end = line.Start;
        while (end < line.End && text[end] is ' ' or '\t')
            end++;

        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    public static string Of(SyntaxNode node) => Of(node.GetFirstToken());

    /// <summary>True when there is only white space before a token on its line.</summary>
    public static bool IsFirstOnLine(SyntaxToken token) =>
        token.SyntaxTree!.GetText().Lines.GetLineFromPosition(token.SpanStart).Start + Of(token).Length == token.SpanStart;

    public static bool IsFirstOnLine(SyntaxNode node) => IsFirstOnLine(node.GetFirstToken());

    /// <summary>
    /// Code whose lines begin with <paramref name="from"/>, with <paramref name="to"/> in its place. Whatever else its lines begin with
    /// stays, and so do the insides of comments and of texts.
    /// </summary>
    public static T Moved<T>(T code, string from, string to)
        where T : SyntaxNode =>
        from == to
            ? code
            : code.ReplaceTokens(
                code.DescendantTokens(),
                (token, rewritten) =>
                    rewritten.WithLeadingTrivia(
                        Moved(
                            token.LeadingTrivia,
                            token.GetPreviousToken() is var before
                                && (before == default || before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)),
                            from,
                            to
                        )
                    )
            );

    private static IEnumerable<SyntaxTrivia> Moved(SyntaxTriviaList leading, bool isAtLineStart, string from, string to)
    {
        foreach (var trivia in leading)
        {
            if (isAtLineStart && trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                var space = trivia.ToString();
                yield return space.StartsWith(from, StringComparison.Ordinal)
                    ? SyntaxFactory.Whitespace(to + space.Substring(from.Length))
                    : trivia;
                isAtLineStart = false;
                continue;
            }

            var endsLine = trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.HasStructure || trivia.IsKind(SyntaxKind.DisabledTextTrivia);
            if (isAtLineStart && from.Length == 0 && !endsLine)
                yield return SyntaxFactory.Whitespace(to);
            yield return trivia;
            isAtLineStart = endsLine;
        }

        if (isAtLineStart && from.Length == 0)
            yield return SyntaxFactory.Whitespace(to);
    }
}
