using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>
/// The base of all fixes. One session edits the solution for one diagnostic or for many, so that a constant that two fixes need is declared
/// once. A fix is offered only where it returns an edit.
/// </summary>
public abstract class LockFixProvider : CodeFixProvider
{
    private readonly string _title;
    private readonly string _key;

    /// <param name="title">What editors show.</param>
    /// <param name="key">The equivalence key by which editors and tests tell this fix from others of the same diagnostic.</param>
    /// <param name="ids">The diagnostics that it fixes.</param>
    private protected LockFixProvider(string title, string key, params string[] ids) =>
        (_title, _key, FixableDiagnosticIds) = (title, key, ids.ToImmutableArray());

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new LockFixAllProvider();

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await PlanAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        _title,
                        cancellation => ApplyAsync(context.Document.Project.Solution, [(context.Document, diagnostic)], cancellation),
                        _key
                    ),
                    diagnostic
                );
            }
        }
    }

    /// <summary>The edit that fixes a diagnostic, or null where none is certain to.</summary>
    private protected virtual Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation) =>
        Task.FromResult(Find(context, cancellation));

    /// <summary>The same for a fix that needs no other document than that of the diagnostic.</summary>
    private protected virtual CodeEdit? Find(FixContext context, CancellationToken cancellation) => null;

    private async Task<CodeEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await FixContext.OfAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } context
            ? await FindAsync(context, cancellation).ConfigureAwait(false)
            : null;

    private async Task<Solution> ApplyAsync(
        Solution solution,
        IEnumerable<(Document Document, Diagnostic Diagnostic)> diagnostics,
        CancellationToken cancellation
    )
    {
        var session = new FixSession(solution);
        foreach (var (document, diagnostic) in diagnostics)
        {
            if (await PlanAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } edit)
                await edit(session, cancellation).ConfigureAwait(false);
        }

        return await session.ChangedSolutionAsync(cancellation).ConfigureAwait(false);
    }

    private sealed class LockFixAllProvider : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() =>
            [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            var diagnostics = new List<(Document, Diagnostic)>();
            foreach (var document in DocumentsIn(context))
            {
                foreach (var diagnostic in await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false))
                    diagnostics.Add((document, diagnostic));
            }

            var provider = (LockFixProvider)context.CodeFixProvider;
            return CodeAction.Create(
                provider._title,
                cancellation => provider.ApplyAsync(context.Solution, diagnostics, cancellation),
                context.CodeActionEquivalenceKey
            );
        }

        private static IEnumerable<Document> DocumentsIn(FixAllContext context) =>
            context.Scope switch
            {
                FixAllScope.Document => context.Document is { } document ? [document] : [],
                FixAllScope.Project => context.Project.Documents,
                _ => context.Solution.Projects.Where(p => p.Language == LanguageNames.CSharp).SelectMany(p => p.Documents),
            };
    }
}
