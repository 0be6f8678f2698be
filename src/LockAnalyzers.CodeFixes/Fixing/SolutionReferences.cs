using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Where the documents of a solution name a symbol.</summary>
internal static class SolutionReferences
{
    /// <summary>
    /// All the names of the symbol, with the models of their documents; null where documentation names it too, because such a name cannot
    /// be adapted.
    /// </summary>
    public static async Task<ImmutableArray<(SimpleNameSyntax Name, SemanticModel Model)>?> ToAsync(
        ISymbol symbol,
        Solution solution,
        CancellationToken cancellation
    )
    {
        var found = ImmutableArray.CreateBuilder<(SimpleNameSyntax, SemanticModel)>();
        var id = symbol.GetDocumentationCommentId();
        foreach (var document in solution.Projects.Where(p => p.Language == LanguageNames.CSharp).SelectMany(p => p.Documents))
        {
            var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            if (text.ToString().IndexOf(symbol.Name, StringComparison.Ordinal) < 0)
                continue;

            var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            var names = root!
                .DescendantNodes(descendIntoTrivia: true)
                .OfType<SimpleNameSyntax>()
                .Where(name => name.Identifier.ValueText == symbol.Name)
                .ToList();
            if (names.Count == 0 || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
                continue;

            foreach (var name in names)
            {
                var meant = model.GetSymbolInfo(name, cancellation);
                if (!Is(meant.Symbol, id) && !meant.CandidateSymbols.Any(candidate => Is(candidate, id)))
                    continue;
                if (name.IsPartOfStructuredTrivia() || meant.Symbol is null)
                    return null;

                found.Add((name, model));
            }
        }

        return found.ToImmutable();
    }

    private static bool Is(ISymbol? symbol, string? id) => symbol?.OriginalDefinition.GetDocumentationCommentId() == id;
}
