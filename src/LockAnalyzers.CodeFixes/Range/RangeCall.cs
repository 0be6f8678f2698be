using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.CodeFixes.Range;

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

    /// <summary>The lock function.</summary>
    public IMethodSymbol Native => _call.Operation.TargetMethod;

    /// <summary>The declaration that the call is part of.</summary>
    public MemberDeclarationSyntax? Member => Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>();

    /// <summary>The argument written for a role, without <c>ref</c> or a name.</summary>
    public ExpressionSyntax? this[ArgumentRole role] => _call.SyntaxOf(role)?.Expression;

    public ITypeSymbol? TypeOf(ArgumentRole role) => _call.ArgumentOf(role)?.Parameter?.Type;

    public bool IsZero(ArgumentRole role) => this[role] is { } expression && IsConstant(expression, 0);

    public bool IsConstant(ExpressionSyntax expression, long number) => IsConstant(Model, expression, number);

    public static bool IsConstant(SemanticModel model, ExpressionSyntax expression, long number) =>
        model.GetConstantValue(expression) is { HasValue: true, Value: not null and var value }
        && ConstantMembers.ValueOf(value) is { IsConstant: true } known
        && known.Bits.Value == number;

    /// <summary>The argument written for a role, with <c>ref</c> and its name.</summary>
    public ArgumentSyntax? ArgumentAt(ArgumentRole role) => _call.SyntaxOf(role);

    /// <summary>True when the argument means the same at the unlock.</summary>
    public bool IsStable(ArgumentRole role) =>
        this[role] is { } argument && RangeExpressions.Reads(argument).All(read => RangeExpressions.IsStable(this, read));

    /// <summary>The functions declared beside this one that release what it locks, and take their arguments in the same types.</summary>
    public IEnumerable<(IMethodSymbol Method, LockFunction Function)> Unlocks()
    {
        var recognizer = new LockRecognizer(Model.Compilation, DeclaredWrappers.None);
        return from method in Native.ContainingType.GetMembers().OfType<IMethodSymbol>()
            let function = recognizer.FunctionOf(method)
            where function is { Releases: true } && function.Api == Api && Model.IsAccessible(Syntax.SpanStart, method)
            where
                function.Parameters.All(role =>
                    _call.ArgumentOf(role)?.Parameter is { } parameter
                    && method.Parameters[function.Parameters.IndexOf(role)] is var same
                    && same.RefKind == parameter.RefKind
                    && SymbolEqualityComparer.Default.Equals(same.Type, parameter.Type)
                )
            select (method, function);
    }

    /// <summary>The call whose range a diagnostic points at.</summary>
    public static Task<RangeCall?> OfAsync(FixContext fault, CancellationToken cancellation) =>
        OfAsync(fault.Document, fault.Diagnostic.Location, cancellation);

    private static async Task<RangeCall?> OfAsync(Document document, Location location, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null || !root.FullSpan.Contains(location.SourceSpan))
            return null;

        var node = root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        var call =
            node is InvocationExpressionSyntax whole && whole.Span == location.SourceSpan
                ? whole
                : node.FirstAncestorOrSelf<ArgumentListSyntax>()?.Parent as InvocationExpressionSyntax;
        return call is null ? null : await OfAsync(document, call, cancellation).ConfigureAwait(false);
    }

    /// <summary>The calls at the additional locations of a diagnostic; null where one cannot be found.</summary>
    public static async Task<IReadOnlyList<RangeCall>?> PartnersAsync(FixContext fault, CancellationToken cancellation)
    {
        var partners = new List<RangeCall>();
        foreach (var location in fault.Diagnostic.AdditionalLocations)
        {
            if (
                location.SourceTree is null
                || fault.Document.Project.Solution.GetDocument(location.SourceTree) is not { } home
                || await OfAsync(home, location, cancellation).ConfigureAwait(false) is not { } partner
            )
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
        return model is null ? null : Of(document, model, syntax, cancellation);
    }

    public static RangeCall? Of(
        Document document,
        SemanticModel model,
        InvocationExpressionSyntax syntax,
        CancellationToken cancellation
    ) =>
        model.GetOperation(syntax, cancellation) is IInvocationOperation invocation
        && new LockRecognizer(model.Compilation, DeclaredWrappers.None).Recognize(invocation) is { } call
            ? new(document, model, syntax, call)
            : null;
}
