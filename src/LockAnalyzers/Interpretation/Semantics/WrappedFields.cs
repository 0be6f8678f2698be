using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>
/// Fields that hold a reader or writer over another field: <c>_writer = new StreamWriter(_file)</c> in the constructor, and nothing else.
/// </summary>
internal sealed class WrappedFields(SemanticModels models)
{
    private readonly ConcurrentDictionary<IFieldSymbol, IFieldSymbol?> _inner = new(SymbolEqualityComparer.Default);

    /// <summary>The field that <paramref name="field"/> reads or writes through, or null.</summary>
    public IFieldSymbol? InnerOf(IFieldSymbol field) => _inner.GetOrAdd(field.OriginalDefinition, Find);

    private IFieldSymbol? Find(IFieldSymbol field)
    {
        var assignments = AssignmentsTo(field).ToList();
        if (
            assignments.Count != 1
            || assignments[0]
                is not { Right: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } } assignment
            || assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor
            || models.For(assignment.SyntaxTree) is not { } model
        )
        {
            return null;
        }

        var inner = model.GetSymbolInfo(arguments[0].Expression).Symbol;
        return inner as IFieldSymbol ?? KeptIn(inner, constructor, model);
    }

    /// <summary>The field that the constructor keeps a parameter or local in.</summary>
    private static IFieldSymbol? KeptIn(ISymbol? kept, ConstructorDeclarationSyntax constructor, SemanticModel model) =>
        kept is null
            ? null
            : constructor
                .DescendantNodes()
                .OfType<AssignmentExpressionSyntax>()
                .Where(a =>
                    a.Right is IdentifierNameSyntax && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(a.Right).Symbol, kept)
                )
                .Select(a => model.GetSymbolInfo(a.Left).Symbol)
                .OfType<IFieldSymbol>()
                .FirstOrDefault();

    private static IEnumerable<AssignmentExpressionSyntax> AssignmentsTo(IFieldSymbol field) =>
        field
            .ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes())
            .OfType<AssignmentExpressionSyntax>()
            .Where(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression) && NameOf(a.Left) == field.Name);

    private static string? NameOf(ExpressionSyntax left) =>
        left switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
            _ => null,
        };
}
