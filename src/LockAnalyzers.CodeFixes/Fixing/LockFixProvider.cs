using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>
/// What all fixes share: one edit of the solution for one diagnostic or for all of them, so that a constant two fixes need is declared
/// once. A fix that cannot see its way says so by returning null, and is not offered.
/// </summary>
public abstract class LockFixProvider : CodeFixProvider
{
    private protected abstract string Title { get; }

    /// <summary>The key by which editors and tests tell this fix from others of the same diagnostic.</summary>
    private protected abstract string Key { get; }

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
                        Title,
                        cancellation => ApplyAsync(context.Document.Project.Solution, [(context.Document, diagnostic)], cancellation),
                        Key
                    ),
                    diagnostic
                );
            }
        }
    }

    /// <summary>The edit that mends a fault, or null where none is certain to.</summary>
    private protected virtual Task<CodeEdit?> FindAsync(FixContext fault, CancellationToken cancellation) =>
        Task.FromResult(Find(fault, cancellation));

    /// <summary>The same for a fix that looks no further than the document of the fault.</summary>
    private protected virtual CodeEdit? Find(FixContext fault, CancellationToken cancellation) => null;

    private async Task<CodeEdit?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await FixContext.OfAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } fault
            ? await FindAsync(fault, cancellation).ConfigureAwait(false)
            : null;

    private async Task<Solution> ApplyAsync(
        Solution solution,
        IEnumerable<(Document Document, Diagnostic Diagnostic)> faults,
        CancellationToken cancellation
    )
    {
        var session = new FixSession(solution);
        foreach (var (document, diagnostic) in faults)
        {
            if (await PlanAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } mend)
                await mend(session, cancellation).ConfigureAwait(false);
        }

        return session.ChangedSolution;
    }

    private sealed class LockFixAllProvider : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() =>
            [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            var faults = new List<(Document, Diagnostic)>();
            foreach (var document in DocumentsIn(context))
            {
                foreach (var diagnostic in await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false))
                    faults.Add((document, diagnostic));
            }

            var provider = (LockFixProvider)context.CodeFixProvider;
            return CodeAction.Create(
                provider.Title,
                cancellation => provider.ApplyAsync(context.Solution, faults, cancellation),
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
