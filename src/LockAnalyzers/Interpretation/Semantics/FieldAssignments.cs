using System.Collections.Concurrent;
using System.Collections.Immutable;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>What a type puts into its fields and automatic properties, in whichever of its members.</summary>
internal sealed class FieldAssignments(SemanticModels models)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> _values = new(SymbolEqualityComparer.Default);

    /// <summary>The values of a field, null and default left out.</summary>
    public ImmutableArray<IOperation> ValuesOf(ISymbol field) => _values.GetOrAdd(field.OriginalDefinition, Find);

    /// <summary>The opening that a field gets its file from, where it is the only one.</summary>
    public IOperation? OpeningOf(ISymbol field)
    {
        var values = ValuesOf(field).Select(value => Source(RawHandles.RootOf(value))).ToList();
        return values.Count == 1 && FileApi.IsOpening(values[0]) ? values[0] : null;
    }

    /// <summary>What a local is declared with; any other expression itself.</summary>
    public IOperation Source(IOperation value) =>
        value is ILocalReferenceOperation { Local: var local }
        && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var initializer }
        && models.For(initializer.SyntaxTree)?.GetOperation(initializer) is { } source
            ? RawHandles.RootOf(source)
            : value;

    private ImmutableArray<IOperation> Find(ISymbol field) =>
        field
            .ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes())
            .OfType<AssignmentExpressionSyntax>()
            .Where(a => NameOf(a.Left) == field.Name && IsOf(field, a.Left))
            .Select(a => a.Right)
            .Concat(field.DeclaringSyntaxReferences.Select(r => InitializerOf(r.GetSyntax())).OfType<ExpressionSyntax>())
            .Where(value =>
                !value.IsKind(SyntaxKind.NullLiteralExpression)
                && !value.IsKind(SyntaxKind.DefaultLiteralExpression)
                && value is not DefaultExpressionSyntax
            )
            .Select(value => models.For(value.SyntaxTree)?.GetOperation(value))
            .OfType<IOperation>()
            .Where(value => value.ConstantValue is not { HasValue: true })
            .ToImmutableArray();

    private bool IsOf(ISymbol field, ExpressionSyntax target) =>
        SymbolEqualityComparer.Default.Equals(models.For(target.SyntaxTree)?.GetSymbolInfo(target).Symbol?.OriginalDefinition, field);

    private static ExpressionSyntax? InitializerOf(SyntaxNode declaration) =>
        declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };

    private static string? NameOf(ExpressionSyntax target) =>
        target switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => null,
        };
}
