using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace LockAnalyzers.CodeFixes.Migration;

/// <summary>The imports and constants that only replaced code used. They go with it, and so does a static class left empty.</summary>
internal static class UnusedDeclarations
{
    /// <summary>The symbols in replaced code that may be of no use to others: imports, constants and locals of the project.</summary>
    public static IEnumerable<ISymbol> NamedIn(IEnumerable<SyntaxNode> replaced, SemanticModel model, CancellationToken cancellation) =>
        replaced
            .SelectMany(node => node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
            .Select(name => model.GetSymbolInfo(name, cancellation).Symbol)
            .Where(symbol => symbol is not null && IsRemovable(symbol))
            .Select(symbol => symbol!)
            .Distinct(SymbolEqualityComparer.Default)
            .Select(symbol => symbol!);

    /// <summary>Removes what nothing names any more but code that this session has replaced.</summary>
    public static async Task RemoveAsync(
        FixSession session,
        Solution solution,
        IEnumerable<ISymbol> candidates,
        CancellationToken cancellation
    )
    {
        foreach (var symbol in candidates)
        {
            if (
                symbol.DeclaringSyntaxReferences.Length != 1
                || DeclarationOf(await symbol.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false))
                    is not { } declaration
                || !await IsOnlyInReplacedCodeAsync(session, solution, symbol, cancellation).ConfigureAwait(false)
                || !session.IsFirst(declaration, "removed")
            )
                continue;

            session.Replace(declaration);
            var removed = declaration;
            while (
                removed.Parent is ClassDeclarationSyntax { BaseList: null } type
                && type.Modifiers.Any(SyntaxKind.StaticKeyword)
                && type.Members.All(member => session.IsReplaced(member))
            )
                removed = type;

            var editor = await session.EditAsync(declaration.SyntaxTree, cancellation).ConfigureAwait(false);
            if (session.IsFirst(removed, "removed from the tree"))
                editor.RemoveNode(removed, SyntaxRemoveOptions.KeepUnbalancedDirectives);

            // The member that comes first now needs no blank line above it.
            if (
                removed.Parent is TypeDeclarationSyntax { Members: var members }
                && session.IsReplaced(members[0])
                && members.FirstOrDefault(member => !session.IsReplaced(member)) is { } first
                && session.IsFirst(first, "comes first")
            )
                editor.ReplaceNode(
                    first,
                    (node, _) =>
                        node.WithLeadingTrivia(node.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
                );
        }
    }

    private static bool IsRemovable(ISymbol symbol) =>
        symbol is ILocalSymbol
        || (
            symbol is IMethodSymbol { IsExtern: true } or IMethodSymbol { IsPartialDefinition: true } or IFieldSymbol { IsConst: true }
            && !IsVisibleToOthers(symbol)
        );

    /// <summary>Other projects may use what is public, in public types.</summary>
    private static bool IsVisibleToOthers(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisibleToOthers(symbol.ContainingType));

    private static async Task<bool> IsOnlyInReplacedCodeAsync(
        FixSession session,
        Solution solution,
        ISymbol symbol,
        CancellationToken cancellation
    )
    {
        var found = await SymbolFinder.FindReferencesAsync(symbol, solution, cancellation).ConfigureAwait(false);
        foreach (var place in found.SelectMany(reference => reference.Locations))
        {
            var root = await place.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            if (
                root?.FindNode(place.Location.SourceSpan, getInnermostNodeForTie: true) is not { } node
                || !node.AncestorsAndSelf().Any(session.IsReplaced)
            )
                return false;
        }

        return true;
    }

    /// <summary>The whole declaration of a symbol; null where it shares one with others.</summary>
    private static SyntaxNode? DeclarationOf(SyntaxNode syntax) =>
        syntax switch
        {
            MethodDeclarationSyntax method => method,
            VariableDeclaratorSyntax
            {
                Parent: VariableDeclarationSyntax
                {
                    Variables.Count: 1,
                    Parent: FieldDeclarationSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }
                } declaration
            } => declaration.Parent,
            _ => null,
        };
}
