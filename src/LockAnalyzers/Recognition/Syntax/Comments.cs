using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition.Syntax;

/// <summary>Comments, where they stand.</summary>
internal static class Comments
{
    /// <summary>The comments at a call, in the statement around it or before that, and those before the member and its type.</summary>
    public static IEnumerable<string> At(SyntaxNode call)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        var places = call.Ancestors()
            .Where(n => n is MemberDeclarationSyntax and not (NamespaceDeclarationSyntax or FileScopedNamespaceDeclarationSyntax))
            .Select(member => member.GetLeadingTrivia().AsEnumerable())
            .Prepend(CommentsIn(statement, call));
        return places.SelectMany(trivia => trivia).Where(IsComment).Select(trivia => trivia.ToString());
    }

    /// <summary>The comments at a call and before the statement around it, and behind a statement of one line, as one text.</summary>
    public static string AtStatement(SyntaxNode call)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        var behind = statement is ExpressionStatementSyntax or ReturnStatementSyntax or LocalDeclarationStatementSyntax
            ? statement.GetTrailingTrivia()
            : default;
        return Text(CommentsIn(statement, call).Concat(call.GetFirstToken().GetPreviousToken().TrailingTrivia).Concat(behind));
    }

    /// <summary>The comments before a declaration, as one text.</summary>
    public static string Before(SyntaxNode declaration) => Text(declaration.GetLeadingTrivia());

    private static string Text(IEnumerable<SyntaxTrivia> trivia) =>
        string.Join(
            " ",
            trivia.Where(IsComment).SelectMany(t => t.ToString().Split('\n')).Select(line => line.Trim().TrimStart('/', '*').Trim())
        );

    /// <summary>Of a statement with others in it, what stands before the call counts, and what belongs to the call.</summary>
    private static IEnumerable<SyntaxTrivia> CommentsIn(StatementSyntax? statement, SyntaxNode call) =>
        statement is null ? call.DescendantTrivia() : statement.GetLeadingTrivia().Concat(call.DescendantTrivia());

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind()
            is SyntaxKind.SingleLineCommentTrivia
                or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia
                or SyntaxKind.MultiLineDocumentationCommentTrivia;
}
