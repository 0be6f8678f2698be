using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>The locals that only replaced arguments read. If they stayed, the compiler would warn of them.</summary>
internal static class UnusedLocals
{
    /// <summary>The declarations to remove: a variable, or the whole statement where all of its variables are unused.</summary>
    /// <param name="replacements">What is replaced, in which call, and by what.</param>
    /// <param name="added">The declarations that the fix adds.</param>
    public static List<(SyntaxNode Declaration, RangeCall Call)> In(
        IReadOnlyDictionary<ExpressionSyntax, (RangeCall Call, ExpressionSyntax New)> replacements,
        IEnumerable<SyntaxNode> added
    )
    {
        var written = replacements.Values.Select(r => r.New).Concat(added).SelectMany(NamesIn).Select(n => n.Identifier.ValueText);
        var stillNamed = new HashSet<string>(written);
        return (
            from replaced in replacements.GroupBy(r => r.Value.Call)
            from local in replaced
                .SelectMany(r => LocalsIn(r.Key, replaced.Key.Model))
                .Distinct<ILocalSymbol>(SymbolEqualityComparer.Default)
            let declaration = RemovableDeclarationOf(local)
            where
                declaration is not null
                && !stillNamed.Contains(local.Name)
                && !IsReadOutside(local, replaced.Key, replacements.Keys.ToList())
            group (Variable: declaration, Call: replaced.Key) by (LocalDeclarationStatementSyntax)declaration.Parent!.Parent! into unused
            from removed in unused.Select(u => u.Variable).Distinct().Count() == unused.Key.Declaration.Variables.Count
                ? [(unused.Key, unused.First().Call)]
                : unused.Select(u => ((SyntaxNode)u.Variable, u.Call))
            select removed
        )
            .Distinct()
            .ToList();
    }

    /// <summary>
    /// Removes a declaration. A comment above it stays, above the next statement; the indentation goes with the declaration.
    /// </summary>
    public static void Remove(SyntaxNode declaration, SyntaxEditor editor)
    {
        var hasComment = declaration.GetLeadingTrivia().Any(Trivia.IsComment);
        if (hasComment)
            editor.ReplaceNode(declaration, (node, _) => WithoutIndentation(node));
        editor.RemoveNode(declaration, hasComment ? SyntaxRemoveOptions.KeepLeadingTrivia : SyntaxRemoveOptions.KeepDirectives);
    }

    /// <summary>
    /// The declaration of a local, if it can go without loss: it has no effect, disposes nothing and has no comment behind it.
    /// </summary>
    private static VariableDeclaratorSyntax? RemovableDeclarationOf(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
            is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement } variable
        && (variable.Initializer is null || variable.Initializer.Value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().All(HasNoEffect))
        && !statement.GetTrailingTrivia().Any(Trivia.IsComment)
            ? variable
            : null;

    /// <summary>True when the member reads the local other than in what is replaced.</summary>
    private static bool IsReadOutside(ILocalSymbol local, RangeCall call, List<ExpressionSyntax> replaced) =>
        call.Member is not { } member
        || NamesIn(member)
            .Any(name =>
                name.Identifier.ValueText == local.Name
                && !replaced.Exists(r => r.Contains(name))
                && SymbolEqualityComparer.Default.Equals(call.Model.GetSymbolInfo(name).Symbol, local)
            );

    private static IEnumerable<ILocalSymbol> LocalsIn(ExpressionSyntax expression, SemanticModel model) =>
        NamesIn(expression).Select(name => model.GetSymbolInfo(name).Symbol).OfType<ILocalSymbol>();

    private static IEnumerable<IdentifierNameSyntax> NamesIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>();

    private static bool HasNoEffect(ExpressionSyntax expression) =>
        expression
            is LiteralExpressionSyntax
                or IdentifierNameSyntax
                or MemberAccessExpressionSyntax
                or CastExpressionSyntax
                or BinaryExpressionSyntax
                or ParenthesizedExpressionSyntax
                or PredefinedTypeSyntax
                or CheckedExpressionSyntax
                or PrefixUnaryExpressionSyntax
                {
                    RawKind: not (int)SyntaxKind.PreIncrementExpression and not (int)SyntaxKind.PreDecrementExpression
                }
                or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetLength" } };

    private static SyntaxNode WithoutIndentation(SyntaxNode statement) =>
        statement.WithLeadingTrivia(statement.GetLeadingTrivia().Reverse().SkipWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
}
