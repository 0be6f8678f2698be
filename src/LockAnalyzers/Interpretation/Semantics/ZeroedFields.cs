using System.Collections.Concurrent;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>Private structures that a type keeps only to pass them to lock functions: every field of them is zero for good.</summary>
internal sealed class ZeroedFields(SemanticModels models)
{
    private readonly ConcurrentDictionary<IFieldSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public bool Contains(IFieldSymbol field, LockRecognizer recognizer) =>
        _known.GetOrAdd(field.OriginalDefinition, f => IsUntouched(f, recognizer));

    private bool IsUntouched(IFieldSymbol field, LockRecognizer recognizer) =>
        field is { DeclaredAccessibility: Accessibility.Private, Type.TypeKind: TypeKind.Struct }
        && field.DeclaringSyntaxReferences.All(r =>
            r.GetSyntax() is VariableDeclaratorSyntax { Initializer: var initializer } && (initializer is null || IsZero(initializer.Value))
        )
        && field
            .ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes())
            .OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == field.Name)
            .All(n => IsPassedToLock(n, recognizer) || IsZeroed(n));

    private bool IsPassedToLock(IdentifierNameSyntax name, LockRecognizer recognizer)
    {
        ExpressionSyntax expression = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access
            ? access
            : name;
        if (expression.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression } address)
            expression = address;

        return expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && models.For(call.SyntaxTree)?.GetSymbolInfo(call).Symbol is IMethodSymbol method
            && recognizer.FunctionOf(method) is not null;
    }

    private static bool IsZeroed(IdentifierNameSyntax name) =>
        name.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
        && assignment.Left == name
        && IsZero(assignment.Right);

    private static bool IsZero(ExpressionSyntax value) =>
        value
            is DefaultExpressionSyntax
                or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }
                or BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null };
}
