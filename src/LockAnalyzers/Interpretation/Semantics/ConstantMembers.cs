using System.Collections.Concurrent;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>
/// Members whose value never changes though they are no constants: readonly fields with a constant initializer that no constructor
/// replaces, and properties that return a constant.
/// </summary>
internal sealed class ConstantMembers(SemanticModels models)
{
    private readonly ConcurrentDictionary<ISymbol, SymbolicValue?> _values = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IPropertySymbol, IFieldSymbol?> _fields = new(SymbolEqualityComparer.Default);

    public ZeroedFields Zeroed { get; } = new(models);

    /// <summary>The readers and writers that types keep over their files.</summary>
    public WrappedFields Wrapped { get; } = new(models);

    /// <summary>The methods that open a file for their caller.</summary>
    public OpeningMethods Openers { get; } = new(models);

    public bool TryGetValue(ISymbol member, out SymbolicValue value)
    {
        value = _values.GetOrAdd(member.OriginalDefinition, Find) ?? SymbolicValue.Unknown;
        return value.IsConstant;
    }

    public static SymbolicValue ValueOf(object? constant) =>
        constant switch
        {
            null => SymbolicValue.Null,
            bool truth => truth ? SymbolicValue.True : SymbolicValue.False,
            char character => SymbolicValue.Constant(character),
            string or float or double or decimal => SymbolicValue.Object(new SymbolicExpression.Literal(constant)),
            ulong number => SymbolicValue.Constant(unchecked((long)number)),
            IConvertible number => SymbolicValue.Constant(number.ToInt64(null)),
            _ => SymbolicValue.Unknown,
        };

    /// <summary>The field that a property merely returns, or null.</summary>
    public IFieldSymbol? FieldBehind(IPropertySymbol property) => _fields.GetOrAdd(property.OriginalDefinition, FindField);

    private IFieldSymbol? FindField(IPropertySymbol property) =>
        !property.IsVirtual
        && !property.IsOverride
        && !property.IsAbstract
        && Returned(Syntax(property) as PropertyDeclarationSyntax) is { Parent: ArrowExpressionClauseSyntax } returned
            ? models.For(returned.SyntaxTree)?.GetSymbolInfo(returned).Symbol as IFieldSymbol
            : null;

    private SymbolicValue? Find(ISymbol member)
    {
        var expression = member switch
        {
            IFieldSymbol { IsReadOnly: true } field when !IsAssignedInConstructor(field) => (Syntax(field) as VariableDeclaratorSyntax)
                ?.Initializer
                ?.Value,
            IPropertySymbol { SetMethod: null, IsVirtual: false, IsOverride: false, IsAbstract: false } property => Returned(
                Syntax(property) as PropertyDeclarationSyntax
            ),
            _ => null,
        };

        return expression is not null && models.For(expression.SyntaxTree)?.GetConstantValue(expression) is { HasValue: true } constant
            ? ValueOf(constant.Value)
            : null;
    }

    private static SyntaxNode? Syntax(ISymbol member) => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    private static ExpressionSyntax? Returned(PropertyDeclarationSyntax? property) =>
        property?.ExpressionBody?.Expression
        ?? property?.Initializer?.Value
        ?? Returned(property?.AccessorList?.Accessors.FirstOrDefault());

    private static ExpressionSyntax? Returned(AccessorDeclarationSyntax? getter) =>
        getter switch
        {
            { ExpressionBody.Expression: { } expression } => expression,
            { Body.Statements: { Count: 1 } statements } => (statements[0] as ReturnStatementSyntax)?.Expression,
            _ => null,
        };

    private static bool IsAssignedInConstructor(IFieldSymbol field)
    {
        var constructors = field.IsStatic ? field.ContainingType.StaticConstructors : field.ContainingType.InstanceConstructors;
        return constructors.Any(c =>
            Syntax(c) is ConstructorDeclarationSyntax declaration
            && declaration.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == field.Name)
        );
    }
}
