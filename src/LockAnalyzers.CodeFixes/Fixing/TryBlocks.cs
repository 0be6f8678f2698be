using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Try statements, laid out as the code around them is.</summary>
internal static class TryBlocks
{
    /// <summary>
    /// <c>try { … } finally { … }</c>, or with a catch of everything, between the last line break before it and its last brace.
    /// </summary>
    public static TryStatementSyntax Of(
        IEnumerable<StatementSyntax> tried,
        SyntaxKind clause,
        IEnumerable<StatementSyntax> last,
        string indentation,
        CodeLayout layout
    )
    {
        var body = Block(tried, indentation, layout)
            .WithTrailingTrivia(layout.HasKeywordsOnOwnLines ? layout.EndOfLine : SyntaxFactory.Space);
        var end = Block(last, indentation, layout);
        var keyword = SyntaxFactory.Token(
            SyntaxFactory.TriviaList(layout.HasKeywordsOnOwnLines ? SyntaxFactory.Whitespace(indentation) : SyntaxFactory.Whitespace("")),
            clause,
            SyntaxFactory.TriviaList(layout.BeforeBrace)
        );
        return SyntaxFactory.TryStatement(
            SyntaxFactory.Token(default, SyntaxKind.TryKeyword, SyntaxFactory.TriviaList(layout.BeforeBrace)),
            body,
            clause == SyntaxKind.CatchKeyword ? SyntaxFactory.SingletonList(SyntaxFactory.CatchClause(keyword, null, null, end)) : default,
            clause == SyntaxKind.FinallyKeyword ? SyntaxFactory.FinallyClause(keyword, end) : null
        );
    }

    /// <summary>A block of one line, with each of its statements on a line of its own.</summary>
    public static BlockSyntax Unfolded(BlockSyntax block, CodeLayout layout)
    {
        var outer = Indentation.Of(block);
        return block
            .WithOpenBraceToken(block.OpenBraceToken.WithTrailingTrivia(layout.EndOfLine))
            .WithStatements(SyntaxFactory.List(block.Statements.Select(s => OnOwnLine(s, outer + layout.Unit, layout))))
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(SyntaxFactory.Whitespace(outer)));
    }

    /// <summary>A statement on a line of its own, with the comments around it.</summary>
    public static StatementSyntax OnOwnLine(StatementSyntax statement, string indentation, CodeLayout layout)
    {
        var comments = statement.GetTrailingTrivia().Where(Trivia.IsComment).SelectMany(c => new[] { SyntaxFactory.Space, c });
        var above = statement
            .GetLeadingTrivia()
            .Where(t => t.IsDirective || Trivia.IsComment(t))
            .SelectMany(t => t.IsDirective ? [t] : new[] { SyntaxFactory.Whitespace(indentation), t, layout.EndOfLine });
        return statement
            .WithLeadingTrivia(above.Append(SyntaxFactory.Whitespace(indentation)))
            .WithTrailingTrivia(comments.Append(layout.EndOfLine));
    }

    private static BlockSyntax Block(IEnumerable<StatementSyntax> statements, string indentation, CodeLayout layout) =>
        SyntaxFactory.Block(
            SyntaxFactory.Token(
                layout.HasBracesOnOwnLines ? SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(indentation)) : default,
                SyntaxKind.OpenBraceToken,
                SyntaxFactory.TriviaList(layout.EndOfLine)
            ),
            SyntaxFactory.List(statements),
            SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(indentation)), SyntaxKind.CloseBraceToken, default)
        );
}
