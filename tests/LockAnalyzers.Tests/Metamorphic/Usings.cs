using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>The three ways of disposing at the end of a block.</summary>
internal static class Usings
{
    public static void ToStatements(Rewriting rewriting)
    {
        foreach (var (root, _) in rewriting.Files)
        {
            foreach (var declared in root.DescendantNodes().OfType<LocalDeclarationStatementSyntax>())
            {
                if (declared is not { UsingKeyword.RawKind: not 0, Parent: BlockSyntax block } || HasLocalFunctions(block))
                    continue;

                rewriting.Insert(root.SyntaxTree, declared.Declaration.SpanStart, "(");
                rewriting.Replace(declared.SemicolonToken, ") {");
                rewriting.Insert(root.SyntaxTree, block.CloseBraceToken.SpanStart, "} ");
            }
        }
    }

    /// <summary>The statements around a body that is not one itself: of <c>using (a) using (b) { … }</c> only the inner one.</summary>
    public static void ToFinally(Rewriting rewriting)
    {
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var statement in root.DescendantNodes().OfType<UsingStatementSyntax>())
            {
                if (
                    statement
                        is not { AwaitKeyword.RawKind: 0, Declaration: { Variables: [{ Initializer: not null } variable] } declaration }
                    || statement.Parent is not (BlockSyntax or SwitchSectionSyntax)
                    || model.GetDeclaredSymbol(variable) is not ILocalSymbol { Type: { IsReferenceType: true } type }
                    || !model
                        .LookupSymbols(statement.SpanStart, type, "Dispose", includeReducedExtensionMethods: false)
                        .Any(symbol => symbol is IMethodSymbol { Parameters.IsEmpty: true })
                )
                {
                    continue;
                }

                rewriting.Change(
                    root.SyntaxTree,
                    Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(statement.UsingKeyword.SpanStart, declaration.SpanStart),
                    "{ "
                );
                rewriting.Replace(statement.CloseParenToken, "; try {");
                rewriting.Insert(
                    root.SyntaxTree,
                    statement.Span.End,
                    $" }} finally {{ if ({variable.Identifier} != null) {variable.Identifier}.Dispose(); }} }}"
                );
            }
        }
    }

    private static bool HasLocalFunctions(BlockSyntax block) =>
        block.Statements.Any(statement => statement is LocalFunctionStatementSyntax or LabeledStatementSyntax);
}
