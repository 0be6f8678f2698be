using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>A diagnostic, with what a fix needs to see of the code around it.</summary>
internal sealed record FixContext(Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic)
{
    /// <summary>What the diagnostic points at.</summary>
    public SyntaxNode Node => At(Diagnostic.Location.SourceSpan);

    /// <summary>What the rule tells its fix under a name.</summary>
    public string? this[string property] => Diagnostic.Properties.TryGetValue(property, out var told) ? told : null;

    /// <summary>The innermost node of the same document that covers <paramref name="span"/>.</summary>
    public SyntaxNode At(TextSpan span) => Root.FindNode(span, getInnermostNodeForTie: true);

    /// <summary>The mend that puts one node in the place of another.</summary>
    public CodeEdit Replacing(SyntaxNode old, SyntaxNode mended) =>
        async (session, cancellation) => (await session.EditAsync(Document, cancellation).ConfigureAwait(false)).ReplaceNode(old, mended);

    public static async Task<FixContext?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root is null || model is null || !root.FullSpan.Contains(diagnostic.Location.SourceSpan)
            ? null
            : new(document, root, model, diagnostic);
    }
}
