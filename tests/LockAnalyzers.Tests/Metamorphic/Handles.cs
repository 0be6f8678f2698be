using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>How a handle comes to the native call that takes it first.</summary>
internal static class Handles
{
    public static void ThroughLocal(Rewriting rewriting)
    {
        foreach (var (handle, statement, _, number) in Handed(rewriting))
        {
            rewriting.Insert(handle.SyntaxTree, statement.SpanStart, $"var handle{number} = {handle}; ");
            rewriting.Replace(handle, $"handle{number}");
        }
    }

    public static void ThroughField(Rewriting rewriting)
    {
        foreach (var (handle, statement, type, number) in Handed(rewriting))
        {
            if (MemberOf(statement) is not { Parent: ClassDeclarationSyntax owner } member)
                continue;

            rewriting.Insert(handle.SyntaxTree, member.SpanStart, $"private {StaticIn(member)}{type} _handle{number}; ");
            rewriting.Insert(handle.SyntaxTree, statement.SpanStart, $"_handle{number} = {handle}; ");
            rewriting.Replace(handle, $"_handle{number}");
        }
    }

    public static void ThroughProperty(Rewriting rewriting)
    {
        foreach (var (handle, statement, type, number) in Handed(rewriting))
        {
            var model = rewriting.Compilation.GetSemanticModel(handle.SyntaxTree);
            var root = handle;
            while (root is MemberAccessExpressionSyntax { Expression: var inner and not ThisExpressionSyntax })
                root = inner;
            if (
                model.GetSymbolInfo(root).Symbol is not IFieldSymbol field
                || MemberOf(statement) is not { Parent: ClassDeclarationSyntax } member
            )
                continue;

            rewriting.Insert(
                handle.SyntaxTree,
                member.SpanStart,
                $"private {(field.IsStatic ? "static " : "")}{type} Handle{number} => {handle}; "
            );
            rewriting.Replace(handle, $"Handle{number}");
        }
    }

    /// <summary>
    /// The handles that native calls read from something: <c>_stream.SafeFileHandle</c>, where nothing else is evaluated before.
    /// </summary>
    private static IEnumerable<(ExpressionSyntax Handle, StatementSyntax Statement, string Type, int Number)> Handed(Rewriting rewriting)
    {
        var number = 0;
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var (call, _) in Relations.NativeCalls(root, model))
            {
                if (
                    call.ArgumentList.Arguments is not [{ NameColon: null, RefKindKeyword.RawKind: 0, Expression: var handle }, ..]
                    || handle is not MemberAccessExpressionSyntax
                    || model.GetConstantValue(handle).HasValue
                    || model.GetTypeInfo(handle).Type is not { TypeKind: not TypeKind.Pointer } type
                    || StatementOf(call) is not { } statement
                )
                {
                    continue;
                }

                yield return (handle, statement, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), number++);
            }
        }
    }

    private static StatementSyntax? StatementOf(InvocationExpressionSyntax call)
    {
        for (SyntaxNode? node = call; node is not null; node = node.Parent)
        {
            if (
                node is AnonymousFunctionExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax
                || node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression }
            )
            {
                return null;
            }

            if (node is StatementSyntax statement)
                return
                    statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax or IfStatementSyntax
                    && statement.Parent is BlockSyntax
                    ? statement
                    : null;
        }

        return null;
    }

    private static MemberDeclarationSyntax? MemberOf(StatementSyntax statement) => statement.FirstAncestorOrSelf<MemberDeclarationSyntax>();

    private static string StaticIn(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.StaticKeyword) ? "static " : "";
}
