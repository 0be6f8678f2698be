using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.CodeFixes;

/// <summary>A lock call whose range is to be mended: the syntax of its arguments by role.</summary>
internal sealed class RangeCall
{
    private readonly LockCall _call;

    private RangeCall(Document document, SemanticModel model, InvocationExpressionSyntax syntax, LockCall call) =>
        (Document, Model, Syntax, _call) = (document, model, syntax, call);

    public Document Document { get; }

    public SemanticModel Model { get; }

    public InvocationExpressionSyntax Syntax { get; }

    public LockApi Api => _call.Api;

    /// <summary>The declaration that the call is part of.</summary>
    public MemberDeclarationSyntax? Member => Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>();

    /// <summary>The argument written for a role, without <c>ref</c> or a name.</summary>
    public ExpressionSyntax? this[Role role] => _call.SyntaxOf(role)?.Expression;

    public ITypeSymbol? TypeOf(Role role) => _call.ArgumentOf(role)?.Parameter?.Type;

    public bool IsZero(Role role) => this[role] is { } expression && IsConstant(expression, 0);

    public bool IsConstant(ExpressionSyntax expression, long number) =>
        Model.GetConstantValue(expression) is { HasValue: true, Value: not null and var value } && Constants.ValueOf(value) is { IsConstant: true } known && known.Bits.Value == number;

    /// <summary>The call whose range a diagnostic points at.</summary>
    public static async Task<RangeCall?> OfAsync(Document document, Location location, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null || !root.FullSpan.Contains(location.SourceSpan))
            return null;

        var node = root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        var call = node is InvocationExpressionSyntax whole && whole.Span == location.SourceSpan
            ? whole
            : node.FirstAncestorOrSelf<ArgumentListSyntax>()?.Parent as InvocationExpressionSyntax;
        return call is null ? null : await OfAsync(document, call, cancellation).ConfigureAwait(false);
    }

    /// <summary>The calls at the additional locations of a diagnostic; null where one cannot be found.</summary>
    public static async Task<IReadOnlyList<RangeCall>?> PartnersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var partners = new List<RangeCall>();
        foreach (var location in diagnostic.AdditionalLocations)
        {
            if (location.SourceTree is null || document.Project.Solution.GetDocument(location.SourceTree) is not { } home
                || await OfAsync(home, location, cancellation).ConfigureAwait(false) is not { } partner)
            {
                return null;
            }

            partners.Add(partner);
        }

        return partners;
    }

    private static async Task<RangeCall?> OfAsync(Document document, InvocationExpressionSyntax syntax, CancellationToken cancellation)
    {
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return model?.GetOperation(syntax, cancellation) is IInvocationOperation invocation
            && new LockRecognizer(model.Compilation).Recognize(invocation) is { } call
                ? new(document, model, syntax, call)
                : null;
    }
}
