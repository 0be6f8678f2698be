using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Comments, blank lines and line ends.</summary>
internal static class Trivia
{
    /// <summary>The line end that a file uses.</summary>
    public static SyntaxTrivia EndOfLineIn(SyntaxTree tree) => CodeLayout.Around(tree.GetRoot()).EndOfLine;

    public static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    /// <summary>What is before a statement, without the blank lines that it begins with.</summary>
    public static SyntaxTriviaList WithoutBlankLines(SyntaxTriviaList leading)
    {
        var blank = leading.TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia)).ToList();
        return SyntaxFactory.TriviaList(leading.Skip(blank.FindLastIndex(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) + 1));
    }

    /// <summary>True for a node with a comment inside or around it.</summary>
    public static bool HasComment(SyntaxNode node) => node.DescendantTrivia().Any(IsComment);
}
