using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Comments and line ends, which a fix must keep.</summary>
internal static class Trivia
{
    /// <summary>The line end that a file uses.</summary>
    public static SyntaxTrivia EndOfLineIn(SyntaxTree tree) =>
        tree.GetText().Lines[0] is var line && line.EndIncludingLineBreak - line.End == 1
            ? SyntaxFactory.LineFeed
            : SyntaxFactory.CarriageReturnLineFeed;

    public static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    /// <summary>True for a node with a comment inside or around it.</summary>
    public static bool HasComment(SyntaxNode node) => node.DescendantTrivia().Any(IsComment);
}
