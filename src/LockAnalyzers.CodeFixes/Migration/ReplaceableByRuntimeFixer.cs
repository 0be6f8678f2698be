using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Migration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes.Migration;

/// <summary>
/// LOCK6001: puts FileLock.Acquire in the place of a file that is opened, locked, unlocked and closed, and HandleLock in that of a lock on
/// a file that is opened elsewhere.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReplaceableByRuntimeFixer() : LockFixProvider("Use FileLock.Runtime", UseRuntime, ReplaceableByRuntime.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string UseRuntime = nameof(UseRuntime);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            MigrationFixData.TryRead(context.Diagnostic) is not { } data
            || context.StatementAt(context.Diagnostic.Location) is not IfStatementSyntax { Parent: BlockSyntax } acquire
            || data.Releases.Select(context.StatementAt).ToList() is not { } releases
            || releases.Exists(release => release is not ExpressionStatementSyntax)
            || context.At(context.Diagnostic.Location)
                is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
        )
            return null;

        var handle = arguments[0];
        var opening = data.Opening is { } location ? context.StatementAt(location) as LocalDeclarationStatementSyntax : null;
        var final = (FinallyClauseSyntax)releases[0]!.Parent!.Parent!;
        var tried = (TryStatementSyntax)final.Parent!;
        var opensForLock =
            opening is not null && final.Block.Statements.Count == 1 && tried.Catches.Count == 0 && !Trivia.HasComment(final);

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            List<SyntaxNode> replaced = [acquire, .. releases.OfType<SyntaxNode>()];
            if (opensForLock)
            {
                replaced.Add(opening!);
                var path = ((BaseObjectCreationExpressionSyntax)opening!.Declaration.Variables[0].Initializer!.Value)
                    .ArgumentList!
                    .Arguments[0];
                var mode = data.IsShared ? "FileLockMode.Shared" : "";
                var locked = (UsingStatementSyntax)
                    SyntaxFactory.ParseStatement($"using (new FileLock({path.Expression}).Acquire({mode})) {{ }}");
                editor.RemoveNode(opening, Removal(opening));
                editor.RemoveNode(acquire, Removal(acquire));
                editor.ReplaceNode(
                    tried,
                    locked
                        .WithCloseParenToken(locked.CloseParenToken.WithTrailingTrivia(tried.TryKeyword.TrailingTrivia))
                        .WithStatement(tried.Block)
                        .WithTriviaFrom(tried)
                );
            }
            else
            {
                editor.ReplaceNode(acquire, Call("Lock", handle, data.IsShared ? ", FileLockMode.Shared" : "").WithTriviaFrom(acquire));
                foreach (var release in releases)
                    editor.ReplaceNode(release!, Call("Unlock", handle, "").WithTriviaFrom(release!));
            }

            foreach (var node in replaced)
                session.Replace(node);
            AddUsing(session, editor, context);
            session.ParseAnew(context.Document);
            var candidates = UnusedDeclarations.NamedIn(replaced, context.Model, token).ToList();
            await UnusedDeclarations.RemoveAsync(session, context.Document.Project.Solution, candidates, token).ConfigureAwait(false);
        };
    }

    private static StatementSyntax Call(string method, ArgumentSyntax handle, string mode) =>
        SyntaxFactory.ParseStatement($"HandleLock.{method}({handle.Expression}{mode});").WithAdditionalAnnotations(Formatter.Annotation);

    private static SyntaxRemoveOptions Removal(SyntaxNode node) =>
        Trivia.HasComment(node)
            ? SyntaxRemoveOptions.KeepExteriorTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives
            : SyntaxRemoveOptions.KeepUnbalancedDirectives;

    private static void AddUsing(FixSession session, SyntaxEditor editor, FixContext context)
    {
        if (
            context.Root is not CompilationUnitSyntax unit
            || unit.Usings.Any(u => u.Name?.ToString() == "FileLocking")
            || !session.IsFirst(unit, "using FileLocking")
        )
            return;

        var ends = Trivia.EndOfLineIn(context.Root.SyntaxTree);
        var added = SyntaxFactory.ParseCompilationUnit("using FileLocking;").Usings[0].WithTrailingTrivia(ends);
        var next = unit.Usings.FirstOrDefault(u =>
            string.CompareOrdinal(u.Name?.ToString(), "FileLocking") > 0
            && u.Name?.ToString().StartsWith("System", StringComparison.Ordinal) == false
        );
        if (next is not null)
            editor.InsertBefore(next, added);
        else if (unit.Usings.Count > 0)
            editor.InsertAfter(unit.Usings.Last(), added);
        else
            editor.InsertBefore(unit.Members[0], added);
    }
}
