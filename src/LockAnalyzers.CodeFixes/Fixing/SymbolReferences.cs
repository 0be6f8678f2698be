using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Where code names a symbol.</summary>
internal static class SymbolReferences
{
    public static bool Mention(
        SyntaxNode node,
        ISymbol symbol,
        SemanticModel model,
        CancellationToken cancellation,
        Func<SyntaxNode, bool>? descend = null
    ) =>
        node.DescendantNodesAndSelf(descend)
            .OfType<IdentifierNameSyntax>()
            .Any(name =>
                name.Identifier.ValueText == symbol.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, symbol)
            );

    /// <summary>True when every local and parameter that the code names means the same at <paramref name="position"/>.</summary>
    public static bool AreInScope(SyntaxNode code, int position, SemanticModel model) =>
        code.DescendantNodesAndSelf()
            .OfType<IdentifierNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .Where(symbol => symbol is ILocalSymbol or IParameterSymbol)
            .All(symbol =>
                symbol!.DeclaringSyntaxReferences.All(r => r.Span.Start < position)
                && model.LookupSymbols(position, name: symbol!.Name).Contains(symbol, SymbolEqualityComparer.Default)
            );
}
