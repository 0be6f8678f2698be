using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes;

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
    public sealed override FixAllProvider GetFixAllProvider() => new AllAtOnce();

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        Title,
                        cancellation => ApplyAsync(context.Document.Project.Solution, [(context.Document, diagnostic)], cancellation),
                        Key),
                    diagnostic);
            }
        }
    }

    /// <summary>The edit that mends a diagnostic, or null where none is certain to.</summary>
    private protected abstract Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation);

    /// <summary>A name for a new local that nothing in scope has: <paramref name="name"/>, or that with a number.</summary>
    private protected static string FreeName(SemanticModel model, int position, string name)
    {
        var free = name;
        for (var i = 2; model.LookupSymbols(position, name: free).Length > 0; i++)
            free = name + i;

        return free;
    }

    private async Task<Solution> ApplyAsync(
        Solution solution, IEnumerable<(Document Document, Diagnostic Diagnostic)> faults, CancellationToken cancellation)
    {
        var session = new MendSession(solution);
        foreach (var (document, diagnostic) in faults)
        {
            if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } mend)
                await mend(session, cancellation).ConfigureAwait(false);
        }

        return session.ChangedSolution;
    }

    private sealed class AllAtOnce : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

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
                provider.Title, cancellation => provider.ApplyAsync(context.Solution, faults, cancellation), context.CodeActionEquivalenceKey);
        }

        private static IEnumerable<Document> DocumentsIn(FixAllContext context) => context.Scope switch
        {
            FixAllScope.Document => context.Document is { } document ? [document] : [],
            FixAllScope.Project => context.Project.Documents,
            _ => context.Solution.Projects.Where(p => p.Language == LanguageNames.CSharp).SelectMany(p => p.Documents),
        };
    }
}
