using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>Locals and parameters.</summary>
internal static class Locals
{
    public static void Typed(Rewriting rewriting)
    {
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var type in root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.IsVar))
            {
                if (
                    type.Parent is VariableDeclarationSyntax or ForEachStatementSyntax or DeclarationExpressionSyntax
                    && type.Parent is not DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax }
                    && model.GetTypeInfo(type).Type is { TypeKind: not TypeKind.Error } known
                    && !HasNoName(known)
                )
                {
                    rewriting.Replace(type, known.ToDisplayString(s_format));
                }
            }
        }
    }

    public static void Renamed(Rewriting rewriting)
    {
        var names = new Dictionary<ISymbol, string>(SymbolEqualityComparer.Default);
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var token in root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
            {
                var symbol = token.Parent switch
                {
                    VariableDeclaratorSyntax
                    or SingleVariableDesignationSyntax
                    or ParameterSyntax
                    or ForEachStatementSyntax
                    or CatchDeclarationSyntax => model.GetDeclaredSymbol(token.Parent),
                    IdentifierNameSyntax name => model.GetSymbolInfo(name).Symbol,
                    _ => null,
                };
                if (symbol is not (ILocalSymbol or IParameterSymbol) || symbol.DeclaringSyntaxReferences.Length != 1 || !IsFree(symbol))
                    continue;
                if (!names.TryGetValue(symbol, out var text))
                    names.Add(symbol, text = "x" + names.Count);
                rewriting.Replace(token, text);
            }
        }
    }

    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
    );

    private static bool HasNoName(ITypeSymbol type) =>
        type.IsAnonymousType || (type is INamedTypeSymbol named && named.TypeArguments.Any(HasNoName));

    /// <summary>Others may name a parameter too: those of records, of overridden methods and of methods in several parts.</summary>
    private static bool IsFree(ISymbol symbol) =>
        symbol is ILocalSymbol
        || symbol
            is IParameterSymbol
            {
                IsThis: false,
                ContainingSymbol: IMethodSymbol
                {
                    IsOverride: false,
                    IsVirtual: false,
                    IsAbstract: false,
                    MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.AnonymousFunction or MethodKind.Constructor,
                    PartialDefinitionPart: null,
                    PartialImplementationPart: null,
                    ContainingType: { IsRecord: false, TypeKind: not TypeKind.Delegate and not TypeKind.Interface },
                } method
            }
            && (
                method.MethodKind != MethodKind.Constructor
                || method.DeclaringSyntaxReferences[0].GetSyntax() is ConstructorDeclarationSyntax
            );
}
