using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>The edits that give all calls of one lock the same range. Planned first, made only when all of them are possible.</summary>
internal sealed class RangeEditPlan
{
    private readonly Dictionary<ExpressionSyntax, (RangeCall Call, ExpressionSyntax New)> _replacements = [];
    private readonly List<(StatementSyntax Before, RangeCall Call, LocalDeclarationStatementSyntax Declaration)> _locals = [];

    public bool IsEmpty => _replacements.Count == 0;

    public void Replace(RangeCall call, ExpressionSyntax old, ExpressionSyntax @new)
    {
        if (!SyntaxFactory.AreEquivalent(old, @new))
            _replacements[old] = (call, @new);
    }

    public void Declare(RangeCall call, StatementSyntax before, string type, string name, ExpressionSyntax value) =>
        _locals.Add(
            (
                before,
                call,
                (LocalDeclarationStatementSyntax)
                    SyntaxFactory.ParseStatement($"{type} {name} = {value.WithoutTrivia().NormalizeWhitespace()};")
            )
        );

    /// <summary>Makes the edits that no other plan of the same session has made: two diagnostics of one lock plan the same.</summary>
    public async Task ApplyAsync(FixSession session, CancellationToken cancellation)
    {
        var unused = UnusedLocals.In(_replacements, _locals.Select(l => l.Declaration));
        foreach (var pair in _replacements)
        {
            if (!session.IsFirst(pair.Key, nameof(RangeEditPlan)))
                continue;

            var editor = await session.EditAsync(pair.Value.Call.Document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(pair.Key, pair.Value.New.WithTriviaFrom(pair.Key));
        }

        foreach (var (before, call, declaration) in _locals)
        {
            if (!session.IsFirst(before, declaration.ToString()))
                continue;

            var editor = await session.EditAsync(call.Document, cancellation).ConfigureAwait(false);
            Insertion.Before(editor, before, [declaration]);
        }

        foreach (var (declaration, call) in unused)
        {
            if (session.IsFirst(declaration, nameof(RangeEditPlan)))
                UnusedLocals.Remove(declaration, await session.EditAsync(call.Document, cancellation).ConfigureAwait(false));
        }
    }
}
