using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>The edits that give all calls of one lock the same range. Planned first, made only when all of them are possible.</summary>
internal sealed class RangeEditPlan
{
    private readonly Dictionary<ExpressionSyntax, (RangeCall Call, ExpressionSyntax Mended)> _replacements = [];
    private readonly List<(StatementSyntax Before, RangeCall Call, LocalDeclarationStatementSyntax Declaration)> _locals = [];

    public bool IsEmpty => _replacements.Count == 0;

    public void Replace(RangeCall call, ExpressionSyntax old, ExpressionSyntax mended)
    {
        if (!SyntaxFactory.AreEquivalent(old, mended))
            _replacements[old] = (call, mended);
    }

    public void Declare(RangeCall call, StatementSyntax before, string type, string name, ExpressionSyntax value) =>
        _locals.Add(
            (
                before,
                call,
                (
                    (LocalDeclarationStatementSyntax)
                        SyntaxFactory.ParseStatement($"{type} {name} = {value.WithoutTrivia().NormalizeWhitespace()};")
                )
                    .WithTrailingTrivia(Trivia.EndOfLineIn(before.SyntaxTree))
                    .WithAdditionalAnnotations(Formatter.Annotation)
            )
        );

    public async Task ApplyAsync(FixSession session, CancellationToken cancellation)
    {
        var left = UnusedLocals();
        foreach (var pair in _replacements)
        {
            // Two diagnostics of one lock plan the same edit.
            if (!session.Declares(pair.Key, nameof(RangeEditPlan)))
                continue;

            var editor = await session.EditAsync(pair.Value.Call.Document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(pair.Key, pair.Value.Mended.WithTriviaFrom(pair.Key));
        }

        foreach (var (before, call, declaration) in _locals)
        {
            if (!session.Declares(before, declaration.ToString()))
                continue;

            var editor = await session.EditAsync(call.Document, cancellation).ConfigureAwait(false);
            editor.InsertBefore(before, declaration);
        }

        foreach (var (unused, call) in left)
        {
            if (!session.Declares(unused, nameof(RangeEditPlan)))
                continue;

            var editor = await session.EditAsync(call.Document, cancellation).ConfigureAwait(false);
            if (unused.GetLeadingTrivia().Any(Trivia.IsComment))
                editor.ReplaceNode(unused, (node, _) => WithoutIndentation(node));
            editor.RemoveNode(
                unused,
                unused.GetLeadingTrivia().Any(Trivia.IsComment)
                    ? SyntaxRemoveOptions.KeepLeadingTrivia
                    : SyntaxRemoveOptions.KeepUnbalancedDirectives
            );
        }
    }

    /// <summary>The locals that only the replaced arguments read: left behind, they would be warned of.</summary>
    private List<(SyntaxNode Declaration, RangeCall Call)> UnusedLocals()
    {
        var unused = new List<(SyntaxNode, RangeCall)>();
        foreach (var call in _replacements.Values.Select(r => r.Call).Distinct())
        {
            var names = _replacements
                .Where(r => r.Value.Call == call)
                .SelectMany(r => r.Key.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>());
            foreach (
                var local in names
                    .Select(n => call.Model.GetSymbolInfo(n).Symbol)
                    .OfType<ILocalSymbol>()
                    .Distinct<ILocalSymbol>(SymbolEqualityComparer.Default)
            )
            {
                if (
                    local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
                        is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } declarator
                    && (declarator.Initializer is null || IsHarmless(declarator.Initializer.Value))
                    && statement.UsingKeyword.IsKind(SyntaxKind.None)
                    && !statement.GetTrailingTrivia().Any(Trivia.IsComment)
                    && call.Member is { } member
                    && member
                        .DescendantNodes()
                        .OfType<IdentifierNameSyntax>()
                        .All(n =>
                            n.Identifier.ValueText != local.Name
                            || _replacements.Keys.Any(r => r.Contains(n))
                            || !SymbolEqualityComparer.Default.Equals(call.Model.GetSymbolInfo(n).Symbol, local)
                        )
                    && !_replacements.Values.Any(r =>
                        r.Mended.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name)
                    )
                    && !_locals.Any(l =>
                        l.Declaration.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name)
                    )
                )
                {
                    unused.Add((statement.Declaration.Variables.Count == 1 ? statement : declarator, call));
                }
            }
        }

        // A statement all of whose variables go goes as a whole.
        return unused
            .GroupBy(u =>
                u.Item1 is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } ? statement : u.Item1
            )
            .SelectMany(g =>
                g.Key is LocalDeclarationStatementSyntax all && g.Select(u => u.Item1).Distinct().Count() == all.Declaration.Variables.Count
                    ? [(g.Key, g.First().Item2)]
                    : g.AsEnumerable()
            )
            .Distinct()
            .ToList();
    }

    private static bool IsHarmless(ExpressionSyntax value) =>
        value
            .DescendantNodesAndSelf()
            .OfType<ExpressionSyntax>()
            .All(e =>
                e
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
                || e is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetLength" } }
            );

    /// <summary>The comment above a statement stays, above the next one; the statement's own indentation goes with it.</summary>
    private static SyntaxNode WithoutIndentation(SyntaxNode statement) =>
        statement.WithLeadingTrivia(statement.GetLeadingTrivia().Reverse().SkipWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
}
