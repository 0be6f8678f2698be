using System.Collections.Concurrent;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>
/// The methods of the program that open a file for their caller and keep nothing of it: <c>Stream OpenStore(string path) => new
/// FileStream(path, …)</c>.
/// </summary>
internal sealed class OpeningMethods(SemanticModels models)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _opens = new(SymbolEqualityComparer.Default);

    /// <summary>True for a method that returns a file which it has opened, or null, and nothing else.</summary>
    public bool Contains(IMethodSymbol method) =>
        method
            is {
                IsAsync: false,
                IsVirtual: false,
                IsAbstract: false,
                IsOverride: false,
                ReturnsVoid: false,
                DeclaringSyntaxReferences.IsEmpty: false
            }
        && _opens.GetOrAdd(method.OriginalDefinition, Find);

    private bool Find(IMethodSymbol method)
    {
        if (
            ControlFlowGraphs.BodyOf(method, default) is not { } body
            || models.For(body.SyntaxTree) is not { } model
            || NativeImport.Of(method) is not null
        )
            return false;

        var returned = ReturnedBy(body).ToList();
        return returned.Exists(value => !IsNothing(value))
            && returned.TrueForAll(value => IsNothing(value) || IsNewFile(value, body, model));
    }

    private static IEnumerable<ExpressionSyntax> ReturnedBy(SyntaxNode body) =>
        body.DescendantNodes(n => n == body || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Select(n =>
                n switch
                {
                    ReturnStatementSyntax { Expression: { } value } => value,
                    ArrowExpressionClauseSyntax arrow when arrow.Parent == body => arrow.Expression,
                    _ => null,
                }
            )
            .OfType<ExpressionSyntax>()
            .Select(Whole);

    private static ExpressionSyntax Whole(ExpressionSyntax value) =>
        value switch
        {
            ParenthesizedExpressionSyntax parenthesized => Whole(parenthesized.Expression),
            CastExpressionSyntax cast => Whole(cast.Expression),
            PostfixUnaryExpressionSyntax forgiven => Whole(forgiven.Operand),
            _ => value,
        };

    private static bool IsNothing(ExpressionSyntax value) =>
        value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression);

    /// <summary>True for an opening, and for a local that holds one and is put nowhere else.</summary>
    private static bool IsNewFile(ExpressionSyntax value, SyntaxNode body, SemanticModel model)
    {
        if (value is not IdentifierNameSyntax local)
            return IsOpening(value, model);
        if (model.GetSymbolInfo(local).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: { IsEmpty: false } declarations })
            return false;

        var uses = body.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Identifier.ValueText)
            .ToList();
        var values = uses.Select(use => use.Parent is AssignmentExpressionSyntax a && a.Left == use ? a.Right : null)
            .Append((declarations[0].GetSyntax() as VariableDeclaratorSyntax)?.Initializer?.Value)
            .OfType<ExpressionSyntax>()
            .Select(Whole)
            .Where(v => !IsNothing(v))
            .ToList();
        return values.Count > 0 && values.TrueForAll(v => IsOpening(v, model)) && uses.TrueForAll(IsUsedInPlace);
    }

    private static bool IsOpening(ExpressionSyntax value, SemanticModel model) =>
        value is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
        && model.GetOperation(value) is { } operation
        && FileApi.IsOpening(operation);

    /// <summary>True for a use that gives the file to nobody but the caller.</summary>
    private static bool IsUsedInPlace(IdentifierNameSyntax use) =>
        use.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == use,
            MemberAccessExpressionSyntax access => access.Expression == use
                && access.Parent is InvocationExpressionSyntax or AssignmentExpressionSyntax,
            ConditionalAccessExpressionSyntax
            or BinaryExpressionSyntax
            or PrefixUnaryExpressionSyntax
            or IsPatternExpressionSyntax
            or ReturnStatementSyntax
            or CastExpressionSyntax
            or ParenthesizedExpressionSyntax => true,
            _ => false,
        };
}
