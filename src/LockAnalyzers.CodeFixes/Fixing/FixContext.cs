using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>A diagnostic, with the code around it that a fix needs.</summary>
internal sealed record FixContext(Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic)
{
    private LockRecognizer? _recognizer;

    /// <summary>The node that the diagnostic points at.</summary>
    public SyntaxNode Node => Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>The lock functions of the project, those included that it declares in a file.</summary>
    public LockRecognizer Recognizer => _recognizer ??= RecognizerFor(Document, Model);

    /// <summary>The innermost node that a location covers; null where the location is not in this document.</summary>
    public SyntaxNode? At(Location location) => IsHere(location) ? Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) : null;

    /// <summary>The statement that a location starts in; null where the location is not in this document.</summary>
    public StatementSyntax? StatementAt(Location location) =>
        IsHere(location) ? Root.FindToken(location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<StatementSyntax>() : null;

    /// <summary>
    /// The outermost call that begins where a location does: of <c>file.DisposeAsync().ConfigureAwait(false)</c> all of it.
    /// </summary>
    public InvocationExpressionSyntax? CallAt(Location location) =>
        IsHere(location)
            ? Root.FindToken(location.SourceSpan.Start)
                .Parent?.AncestorsAndSelf()
                .OfType<InvocationExpressionSyntax>()
                .LastOrDefault(call => call.SpanStart == location.SourceSpan.Start)
            : null;

    /// <summary>The name of a framework type at a place: without its namespace where that is imported.</summary>
    public string NameOf(string type, int place)
    {
        var name = type.Substring(type.LastIndexOf('.') + 1);
        var known = Model.Compilation.GetTypeByMetadataName(type);
        return known is not null && Model.LookupNamespacesAndTypes(place, name: name).Contains(known, SymbolEqualityComparer.Default)
            ? name
            : type;
    }

    /// <summary>The edit that puts one node in the place of another.</summary>
    public CodeEdit Replacing(SyntaxNode old, SyntaxNode @new) =>
        async (session, cancellation) => (await session.EditAsync(Document, cancellation).ConfigureAwait(false)).ReplaceNode(old, @new);

    public static async Task<FixContext?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root is null || model is null || !root.FullSpan.Contains(diagnostic.Location.SourceSpan)
            ? null
            : new(document, root, model, diagnostic);
    }

    /// <summary>The lock functions that a document's project knows.</summary>
    public static LockRecognizer RecognizerFor(Document document, SemanticModel model)
    {
        var options = document.Project.AnalyzerOptions;
        var listed = DeclaredWrappers.ListedIn(options.AdditionalFiles, CancellationToken.None);
        var settings = new ProjectOptions(options, model.Compilation.SyntaxTrees, CancellationToken.None);
        return new(model.Compilation, new DeclaredWrappers(listed, settings.ExcludedWrappers));
    }

    private bool IsHere(Location location) =>
        location.SourceTree is { } tree && tree.FilePath == Root.SyntaxTree.FilePath && Root.FullSpan.Contains(location.SourceSpan);
}
