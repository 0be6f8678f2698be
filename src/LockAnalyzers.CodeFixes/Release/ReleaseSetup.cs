using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>
/// The statements right before a release that set up its arguments: a new OVERLAPPED, a record whose type is set to F_UNLCK.
/// </summary>
internal static class ReleaseSetup
{
    /// <summary>The index in its block of the first statement that belongs to a release.</summary>
    public static int StartOf(StatementSyntax release, SemanticModel model, CancellationToken cancellation)
    {
        var statements = ((BlockSyntax)release.Parent!).Statements;
        var index = statements.IndexOf(release);
        var start = index;
        while (start > 0 && Prepares(statements[start - 1], statements, index, model, cancellation))
            start--;

        return start;
    }

    private static bool Prepares(
        StatementSyntax statement,
        SyntaxList<StatementSyntax> statements,
        int release,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                when variables[0].Initializer is { Value: var value } && IsFresh(value):
                var declared = model.GetDeclaredSymbol(variables[0], cancellation)!;
                return SymbolReferences.Mention(statements[release], declared, model, cancellation)
                    && !statements.Skip(release + 1).Any(s => SymbolReferences.Mention(s, declared, model, cancellation));
            case ExpressionStatementSyntax
            {
                Expression: AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
                    Left: var target,
                    Right: var right
                }
            } when IsFresh(right) || model.GetConstantValue(right, cancellation).HasValue:
                return model.GetSymbolInfo(Accesses.RootOf(target), cancellation).Symbol is { } assigned
                    && (target is not IdentifierNameSyntax || IsFresh(right))
                    && SymbolReferences.Mention(statements[release], assigned, model, cancellation);
            default:
                return false;
        }
    }

    private static bool IsFresh(ExpressionSyntax value) =>
        value is DefaultExpressionSyntax or BaseObjectCreationExpressionSyntax || value.IsKind(SyntaxKind.DefaultLiteralExpression);
}
