using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Range;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>A lock call as it is written: the syntax of its arguments by role.</summary>
internal sealed class RangeCall
{
    private readonly LockCall _call;
    private readonly LockRecognizer _recognizer;

    private RangeCall(
        Document document,
        SemanticModel model,
        InvocationExpressionSyntax syntax,
        LockCall call,
        LockRecognizer recognizer
    ) => (Document, Model, Syntax, _call, _recognizer) = (document, model, syntax, call, recognizer);

    public Document Document { get; }

    public SemanticModel Model { get; }

    public InvocationExpressionSyntax Syntax { get; }

    public LockApi Api => _call.Api;

    /// <summary>The lock function.</summary>
    public IMethodSymbol Native => _call.Operation.TargetMethod;

    /// <summary>The declaration that the call is part of.</summary>
    public MemberDeclarationSyntax? Member => Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>();

    /// <summary>The argument written for a role, without <c>ref</c> or a name.</summary>
    public ExpressionSyntax? this[ArgumentRole role] => _call.SyntaxOf(role)?.Expression;

    public ITypeSymbol? TypeOf(ArgumentRole role) => _call.ArgumentOf(role)?.Parameter?.Type;

    public bool IsZero(ArgumentRole role) => this[role] is { } expression && IsConstant(expression, 0);

    public bool IsConstant(ExpressionSyntax expression, long number) => ConstantValues.Of(Model, expression) == number;

    /// <summary>The argument written for a role, with <c>ref</c> and its name.</summary>
    public ArgumentSyntax? ArgumentAt(ArgumentRole role) => _call.SyntaxOf(role);

    /// <summary>True when the argument means the same at the unlock.</summary>
    public bool IsStable(ArgumentRole role) =>
        this[role] is { } argument && RangeExpressions.Reads(argument).All(read => RangeExpressions.IsStable(this, read));

    /// <summary>The functions declared beside this one that release what it locks, and take their arguments in the same types.</summary>
    public IEnumerable<(IMethodSymbol Method, LockFunction Function)> Unlocks() =>
        from method in Native.ContainingType.GetMembers().OfType<IMethodSymbol>()
        let function = _recognizer.FunctionOf(method)
        where function is { Releases: true } && function.Api == Api && Model.IsAccessible(Syntax.SpanStart, method)
        where
            function.Parameters.All(role =>
                _call.ArgumentOf(role)?.Parameter is { } parameter
                && method.Parameters[function.Parameters.IndexOf(role)] is var same
                && same.RefKind == parameter.RefKind
                && SymbolEqualityComparer.Default.Equals(same.Type, parameter.Type)
            )
        select (method, function);

    /// <summary>A call in the document of a diagnostic; null where it calls no lock function.</summary>
    public static RangeCall? Of(FixContext context, InvocationExpressionSyntax syntax, CancellationToken cancellation) =>
        Of(context.Document, context.Model, context.Recognizer, syntax, cancellation);

    /// <summary>
    /// The call whose range a diagnostic points at, and the calls that must name the same bytes; null where one of them cannot be found.
    /// </summary>
    public static async Task<(RangeCall Call, IReadOnlyList<RangeCall> Partners)?> WithPartnersAsync(
        FixContext context,
        RangeFixData data,
        CancellationToken cancellation
    )
    {
        if (await AtAsync(context.Document, context.Diagnostic.Location, cancellation).ConfigureAwait(false) is not { } call)
            return null;

        var partners = new List<RangeCall>();
        foreach (var location in data.Partners)
        {
            if (
                location.SourceTree is null
                || context.Document.Project.Solution.GetDocument(location.SourceTree) is not { } home
                || await AtAsync(home, location, cancellation).ConfigureAwait(false) is not { } partner
            )
            {
                return null;
            }

            partners.Add(partner);
        }

        return (call, partners);
    }

    private static async Task<RangeCall?> AtAsync(Document document, Location location, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null || !root.FullSpan.Contains(location.SourceSpan))
            return null;

        var node = root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        var call =
            node is InvocationExpressionSyntax whole && whole.Span == location.SourceSpan
                ? whole
                : node.FirstAncestorOrSelf<ArgumentListSyntax>()?.Parent as InvocationExpressionSyntax;
        return call is null ? null : Of(document, model, FixContext.RecognizerFor(document, model), call, cancellation);
    }

    private static RangeCall? Of(
        Document document,
        SemanticModel model,
        LockRecognizer recognizer,
        InvocationExpressionSyntax syntax,
        CancellationToken cancellation
    ) =>
        model.GetOperation(syntax, cancellation) is IInvocationOperation invocation && recognizer.Recognize(invocation) is { } call
            ? new(document, model, syntax, call, recognizer)
            : null;
}
