using System.Collections.Immutable;
using LockAnalyzers.Interpretation;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement;

/// <summary>
/// Finds what the finalizers of types that lock files must not do, in the finalizer and in what it calls of its own project. It may
/// use raw handles and SafeHandles; other objects may have been finalized before it, and an exception ends the process.
/// </summary>
internal sealed class FinalizerFaults(LockCompilation compilation, LockIndex index, CancellationToken cancellation)
{
    /// <summary>How many calls deep a finalizer is followed.</summary>
    private const int MaxDepth = 6;

    private readonly HashSet<IMethodSymbol> _followed = new(SymbolEqualityComparer.Default);

    /// <summary>The first fault of each finalizer in a file.</summary>
    public IEnumerable<FinalizerFault> In(SyntaxTree tree, SemanticModel model) =>
        tree.GetRoot(cancellation)
            .DescendantNodes(node => node is not (BlockSyntax or ExpressionSyntax))
            .OfType<DestructorDeclarationSyntax>()
            .Select(finalizer => FaultOf(finalizer, model))
            .OfType<FinalizerFault>();

    private FinalizerFault? FaultOf(DestructorDeclarationSyntax finalizer, SemanticModel model)
    {
        if (
            model.GetDeclaredSymbol(finalizer, cancellation) is not IMethodSymbol { ContainingType: { } type } method
            || !LocksFiles(type)
            || BodyOf(finalizer) is not { } body
        )
            return null;

        _followed.Clear();
        _followed.Add(method);
        FinalizerFault? found = null;
        Visit(body, new(type, ImmutableDictionary<ISymbol, bool>.Empty, null, IsGuarded: false, 0), ref found);
        return found;
    }

    private bool LocksFiles(INamedTypeSymbol type) =>
        index.BodiesOf(LockIndex.OutermostType(type)).Any()
        || type.GetMembers()
            .OfType<IFieldSymbol>()
            .Any(f => LocksInItsTurn(f.Type) || (IdentifierWords.MentionsLock(type.Name) && FileApi.IsStreamOrWriter(f.Type)));

    /// <summary>Looks for a fault in an operation and what it calls; false where nothing runs behind it.</summary>
    private bool Visit(IOperation operation, Frame frame, ref FinalizerFault? found)
    {
        if (found is not null)
            return false;

        switch (operation)
        {
            case IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation:
                return true;
            case IConditionalOperation branch:
                Visit(branch.Condition, frame, ref found);
                var known = Truth(branch.Condition, frame.Known);
                var whenTrue = known == false || Visit(branch.WhenTrue, frame, ref found);
                var whenFalse = known == true || branch.WhenFalse is not { } otherwise || Visit(otherwise, frame, ref found);
                return (known, whenTrue, whenFalse) is (true, true, _) or (false, _, true) or (null, true, _) or (null, _, true);
            case ITryOperation tried:
                var goesOn = Visit(tried.Body, frame with { IsGuarded = frame.IsGuarded || tried.Catches.Any(Swallows) }, ref found);
                return (tried.Finally is not { } last || Visit(last, frame, ref found)) && (goesOn || tried.Catches.Any());
            case IReturnOperation returned:
                if (returned.ReturnedValue is { } value)
                    Visit(value, frame, ref found);
                return false;
            case IThrowOperation { Exception: { } exception }:
                if (!frame.IsGuarded && ThrownBy(exception) is { } thrown)
                    found = frame.Fault(operation, FinalizerFaultKind.Throws, thrown);
                return operation.Parent is not (IExpressionStatementOperation or IBlockOperation or IConditionalOperation);
            case IInvocationOperation call:
                foreach (var child in call.ChildOperations)
                    Visit(child, frame, ref found);
                if (found is null)
                    Judge(call, frame, ref found);
                return found is null;
            default:
                foreach (var child in operation.ChildOperations)
                {
                    if (!Visit(child, frame, ref found))
                        return false;
                }

                return true;
        }
    }

    private void Judge(IInvocationOperation call, Frame frame, ref FinalizerFault? found)
    {
        var inFrame = frame.At(call);
        var method = call.TargetMethod;
        var function = compilation.Recognizer.FunctionOf(method);
        if (function is not null)
        {
            var file = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
            if (!frame.IsGuarded && file is not null && ManagedTargetIn(file) is { } locked)
                found = inFrame.Fault(call, FinalizerFaultKind.Unlocks, locked);
            return;
        }

        var effect = FileApi.EffectOf(method);
        if (effect.Deletes is not null && !effect.IsNative)
        {
            if (!frame.IsGuarded)
                found = inFrame.Fault(call, FinalizerFaultKind.Deletes, "");
        }
        else if (
            call.Instance is { } instance
            && instance is not IInstanceReferenceOperation
            && IsUse(method)
            && ManagedTargetIn(instance) is { } touched
        )
        {
            if (!frame.IsGuarded)
                found = inFrame.Fault(call, FinalizerFaultKind.Touches, touched);
        }
        else if (call.Instance is null or IInstanceReferenceOperation)
        {
            Follow(call, inFrame, ref found);
        }
    }

    /// <summary>Follows a call of the object's own method, with the bools that it is given.</summary>
    private void Follow(IInvocationOperation call, Frame frame, ref FinalizerFault? found)
    {
        var method = OverrideIn(frame.Type, call.TargetMethod.OriginalDefinition);
        if (
            frame.Depth == MaxDepth
            || ControlFlowGraphs.BodyOf(method, cancellation) is not { } declaration
            || compilation.Models.For(declaration.SyntaxTree) is null
            || BodyOf(declaration) is not { } body
            || !_followed.Add(method)
        )
            return;

        var known = ImmutableDictionary.CreateBuilder<ISymbol, bool>(SymbolEqualityComparer.Default);
        foreach (var argument in call.Arguments)
        {
            if (
                argument.Parameter is { Ordinal: var ordinal }
                && ordinal < method.Parameters.Length
                && Truth(argument.Value, frame.Known) is { } truth
            )
                known[method.Parameters[ordinal]] = truth;
        }

        Visit(body, frame with { Known = known.ToImmutable(), Depth = frame.Depth + 1 }, ref found);
    }

    private static IMethodSymbol OverrideIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        for (
            var current = type;
            current is not null && (method.IsVirtual || method.IsOverride || method.IsAbstract);
            current = current.BaseType
        )
        {
            foreach (var candidate in current.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                for (var overridden = candidate; overridden is not null; overridden = overridden.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method))
                        return candidate;
                }
            }
        }

        return method;
    }

    private IOperation? BodyOf(SyntaxNode declaration)
    {
        var body = declaration is BaseMethodDeclarationSyntax method ? (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression : null;
        return body is null ? null : compilation.Models.For(body.SyntaxTree)?.GetOperation(body, cancellation);
    }

    /// <summary>What a bool is on this path, where its parameter says so.</summary>
    private static bool? Truth(IOperation condition, ImmutableDictionary<ISymbol, bool> known) =>
        condition switch
        {
            { ConstantValue: { HasValue: true, Value: bool constant } } => constant,
            IParameterReferenceOperation { Parameter: var parameter } => known.TryGetValue(parameter, out var truth) ? truth : null,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => !Truth(operand, known),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => Truth(both.LeftOperand, known) == false
            || Truth(both.RightOperand, known) == false
                ? false
            : Truth(both.LeftOperand, known) == true ? Truth(both.RightOperand, known)
            : null,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => Truth(either.LeftOperand, known) == true
            || Truth(either.RightOperand, known) == true
                ? true
            : Truth(either.LeftOperand, known) == false ? Truth(either.RightOperand, known)
            : null,
            _ => null,
        };

    /// <summary>
    /// The member of the object that an expression starts from, where that is a stream, or another object that locks files: an object that
    /// may have been finalized already.
    /// </summary>
    private string? ManagedTargetIn(IOperation operation)
    {
        for (var current = operation; ; )
        {
            switch (current)
            {
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: var field }:
                    return MayBeGone(field.Type) ? field.Name : null;
                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property: var property }:
                    return MayBeGone(property.Type) ? property.Name : null;
                case IPropertyReferenceOperation { Instance: { } instance }:
                    current = instance;
                    break;
                case IInvocationOperation { Instance: { } shown } view when FileApi.EffectOf(view.TargetMethod).IsView:
                    current = shown;
                    break;
                case IConversionOperation { Operand: var operand }:
                    current = operand;
                    break;
                case IConditionalAccessInstanceOperation conditional:
                    if (Accessed(conditional) is not { } receiver)
                        return null;
                    current = receiver;
                    break;
                default:
                    return null;
            }
        }
    }

    /// <summary>The object on the left of the <c>?.</c> that an operation is on the right of.</summary>
    private static IOperation? Accessed(IOperation instance)
    {
        for (var current = instance; current.Parent is { } parent; current = parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == current)
                return access.Operation;
        }

        return null;
    }

    private bool MayBeGone(ITypeSymbol type) => FileApi.IsStreamOrWriter(type) || LocksInItsTurn(type);

    /// <summary>
    /// True for a class that locks files, and for a class or interface of the project that stands for one in a variable.
    /// </summary>
    private bool LocksInItsTurn(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } named
        && !FileApi.IsSafeHandle(type)
        && (
            named.ContainingNamespace is { Name: "FileLocking", ContainingNamespace.IsGlobalNamespace: true }
            || index.BodiesOf(LockIndex.OutermostType(named.OriginalDefinition)).Any()
            || (
                !named.DeclaringSyntaxReferences.IsEmpty
                && index.Bodies.Any(body => Is(body.Member.ContainingType, named.OriginalDefinition))
            )
        );

    private static bool Is(INamedTypeSymbol? type, INamedTypeSymbol other)
    {
        if (other.TypeKind == TypeKind.Interface)
            return type?.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, other)) == true;

        while (type is not null && !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, other))
            type = type.BaseType;

        return type is not null;
    }

    /// <summary>True for a method that uses the object for more than to ask for its state.</summary>
    private static bool IsUse(IMethodSymbol method) =>
        FileApi.EffectOf(method) is { Closes: CallEffect.Instance } or { Flushes: true } or { WritesThrough: CallEffect.Instance }
        || IdentifierWords.MentionsRelease(method.Name);

    /// <summary>True for a handler that lets no exception through.</summary>
    private static bool Swallows(ICatchClauseOperation handler) =>
        handler.Filter is null
        && handler.ExceptionType is { Name: "Exception" or "Object", ContainingNamespace.Name: "System" }
        && !handler.Handler.Descendants().Any(o => o is IThrowOperation);

    /// <summary>The exception that a statement throws, unless it is one by which a method refuses to be called.</summary>
    private static string? ThrownBy(IOperation exception) =>
        (exception is IConversionOperation conversion ? conversion.Operand : exception).Type?.Name
            is { } name
                and not (
                    "ObjectDisposedException"
                    or "InvalidOperationException"
                    or "NotSupportedException"
                    or "PlatformNotSupportedException"
                )
        && !name.StartsWith("Argument", StringComparison.Ordinal)
            ? name
            : null;

    /// <summary>Where the walk is: in which type, with which parameters known, below which call of the finalizer.</summary>
    private sealed record Frame(
        INamedTypeSymbol Type,
        ImmutableDictionary<ISymbol, bool> Known,
        IOperation? Site,
        bool IsGuarded,
        int Depth
    )
    {
        public Frame At(IOperation call) => Site is null ? this with { Site = call } : this;

        public FinalizerFault Fault(IOperation cause, FinalizerFaultKind kind, string target) =>
            new(Type.Name, Site ?? cause, cause, kind, target);
    }
}
