using System.Collections.Immutable;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <content>Calls and creations: their arguments, what they may throw, and what they let out of hand.</content>
internal sealed partial class Evaluator
{
    private SymbolicValue Create(IObjectCreationOperation creation)
    {
        var arguments = Arguments(creation.Arguments);
        if (creation.Constructor is not { } constructor)
            return Opaque(creation);

        if (
            creation.Arguments.IsEmpty
            && constructor.IsImplicitlyDeclared
            && creation.Type is { } type
            && (type.IsValueType || IsLayout(type))
        )
            return Zero(creation, type);

        var effect = FileApi.EffectOf(constructor);
        var operands = new CallOperands(creation, SymbolicValue.Unknown, creation.Arguments, arguments);
        if (effect.Opens is { } opening)
        {
            MayThrow(creation);
            return Open(opening, operands);
        }

        var first = arguments.IsEmpty ? SymbolicValue.Unknown : arguments[0];
        if (effect.Wraps && first.Expression is { } inner)
            return SymbolicValue.Object(new SymbolicExpression.WrapperStream(creation, inner, FileApi.LeavesOpen(creation)));
        if (effect.Rewraps && first.Expression is not null)
            return first;

        // An object that is made of a locked file is about to own it, lock and all.
        if (!effect.IsQuiet && !IsException(creation.Type))
            MayThrow(creation, handedOff: arguments.Select(a => a.Expression?.File));
        EscapeAll(creation.Arguments, arguments);
        var made = new SymbolicExpression.Result(creation);
        _state = _state.Forget(made);
        return SymbolicValue.Object(made);
    }

    /// <summary>A new structure, every field of it zero.</summary>
    private SymbolicValue Zero(IOperation site, ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None)
            return SymbolicValue.Constant(0);

        var zeroed = new SymbolicExpression.Zeroed(site);
        _state = _state.Forget(zeroed);
        ZeroFields(zeroed, type, levels: 3);
        return type.IsValueType ? SymbolicValue.Of(zeroed) : SymbolicValue.Object(zeroed);
    }

    private void ZeroFields(SymbolicExpression structure, ITypeSymbol type, int levels)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false } field)
                continue;

            var place = new SymbolicExpression.Member(structure, (ISymbol?)field.AssociatedSymbol ?? field);
            if (field.Type is { IsValueType: true, SpecialType: SpecialType.None, TypeKind: TypeKind.Struct } nested)
            {
                if (levels > 0)
                    ZeroFields(place, nested, levels - 1);
            }
            else
            {
                _state = _state.Learn(place, SymbolicValue.Constant(0));
            }
        }
    }

    /// <summary>True for a class that stands for a native structure.</summary>
    private static bool IsLayout(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object, IsSealed: _ } layout
        && layout.GetAttributes().Any(a => a.AttributeClass is { Name: "StructLayoutAttribute" })
        && !layout
            .GetMembers()
            .OfType<IFieldSymbol>()
            .Any(f => f.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null }));

    private SymbolicValue Invoke(IInvocationOperation invocation)
    {
        if (recognizer.Recognize(invocation) is { } call)
            return Lock(call);

        var instance = invocation.Instance is { } target ? Evaluate(target) : SymbolicValue.Unknown;
        var operands = new CallOperands(invocation, instance, invocation.Arguments, Arguments(invocation.Arguments));
        var effect = FileApi.EffectOf(invocation.TargetMethod);
        return Shown(invocation, effect, operands) ?? Wrapped(invocation, operands) ?? Apply(effect, invocation, operands);
    }

    /// <summary>
    /// A call that the compiler cannot bind, because an argument is of a type that it does not know. On a stream or writer its name tells
    /// what it does all the same.
    /// </summary>
    private SymbolicValue Unbound(IInvalidOperation call)
    {
        var receiver = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var on } }
            ? on
            : null;
        var instance = SymbolicValue.Unknown;
        ITypeSymbol? type = null;
        foreach (var child in call.ChildOperations)
        {
            var value = Evaluate(child);
            StopTrackingResult(value);
            HandOffHandle(value);
            if (child.Syntax == receiver)
                (instance, type) = (value, child.Type);
        }

        if (call.Syntax.ContainsDiagnostics)
            return Opaque(call);

        var operands = new CallOperands(call, instance, ImmutableArray<IArgumentOperation>.Empty, ImmutableArray<SymbolicValue>.Empty);
        var effect = FileApi.EffectOfUnbound(call, type);
        if (effect.Opens is { } opening)
        {
            MayThrow(call);
            return Open(opening, operands);
        }

        Write(effect, operands);
        if (effect.Transfers is { } transfer)
        {
            Transfer(transfer, method: null, operands);
            MayThrow(call, through: instance.Expression?.File);
        }

        return Opaque(call);
    }

    /// <summary>What the call is given, where its result is the same thing in another guise.</summary>
    private static SymbolicValue? Shown(IInvocationOperation site, CallEffect effect, CallOperands operands)
    {
        var (instance, arguments) = (operands.Instance, operands.Values);
        if (effect.IsView)
            return instance.Expression is null && !arguments.IsEmpty ? arguments[0] : instance;

        return effect.ConvertsNumber ? Arithmetic.Cast(arguments[0], null, site.TargetMethod.ReturnType) : null;
    }

    /// <summary>The result of a method of the program that takes or releases locks, or that says what came of one.</summary>
    private SymbolicValue? Wrapped(IInvocationOperation site, CallOperands operands)
    {
        var arguments = operands.Values;
        if (wrappers.SummaryOf(site, arguments, budget.Cancellation) is { IsEmpty: false } summary)
            return Apply(summary, site, operands);

        facts.PassesOperationOn |= wrappers.IsOpen(site.TargetMethod);
        return
            arguments.Any(a => a is { IsConstant: true, Expression: SymbolicExpression.LockResult })
            && wrappers.ReturnsOf(site, arguments, budget.Cancellation) is { } answers
            ? AnswerOf(site, arguments, answers)
            : null;
    }

    /// <summary>
    /// Applies what a call does to files. The order counts: what it writes is written before it may throw, and where it does not return
    /// there
    /// is no result.
    /// </summary>
    private SymbolicValue Apply(CallEffect effect, IInvocationOperation site, CallOperands operands)
    {
        if (effect.Closes is { } operand && operands[operand] is { } closed)
        {
            Close(site, closed);
            return Opaque(site);
        }

        Write(effect, operands);
        Resize(effect, operands);
        if (effect.Transfers is { } transfer)
            Transfer(transfer, site.TargetMethod, operands);
        if (!effect.IsQuiet)
            MayThrow(site, through: effect.Uses is { } used ? operands[used]?.Expression?.File : null);
        else if (!effect.IsIdle)
            Act();
        if (effect.Transfers is { ByPath: true } opened && operands[opened.File]?.Expression is { } path)
        {
            foreach (var hold in _state.HeldLocks)
                Lose(hold, path, site);
        }

        if (effect.ReadsErrorCode)
            MarkUntestedLocksUndecided();
        if (EndsPath(effect, operands))
            return SymbolicValue.Unknown;

        return Result(effect, site, operands) ?? Unfollowed(effect, site, operands);
    }

    /// <summary>The result of a call of which the table knows what it returns.</summary>
    private SymbolicValue? Result(CallEffect effect, IInvocationOperation site, CallOperands operands)
    {
        var arguments = operands.Values;
        if (effect.Opens is { } opening)
            return Open(opening, operands);
        if (effect.Seeks && operands.Instance.Expression?.File is { } sought)
            return Seek(site, sought, operands[0]!, operands[1]!);
        if (effect.TakesSmallest && arguments.Any(a => a is { IsConstant: true, Bits.Value: > 0 and <= uint.MaxValue }))
            return Opaque(site) with { Bits = new KnownBits(0, 0xFFFFFFFF00000000) };
        if (effect.AsksLength is { } operand && operands[operand] is { } measured)
            return LengthOf(measured);
        if (effect.LimitsFirstToSecond && operands[0]?.Name is { } limited && operands[1]?.Name is { } bound)
            _state = _state.Learn(new SymbolicExpression.Binary(BinaryOperatorKind.GreaterThan, limited, bound), SymbolicValue.False);
        if (!effect.IsStableQuery)
            return null;

        var names = arguments
            .Reverse()
            .Aggregate((SymbolicExpression?)null, (tail, v) => v.Name is { } head ? new SymbolicExpression.Pair(head, tail) : tail);
        return _state.Refine(SymbolicValue.Of(new SymbolicExpression.Query(site.TargetMethod, operands.Instance.Expression, names)));
    }

    /// <summary>
    /// The result of a call into code that is not followed, which may keep what it is given and change what it can reach.
    /// </summary>
    private SymbolicValue Unfollowed(CallEffect effect, IInvocationOperation site, CallOperands operands)
    {
        StopTrackingResult(operands.Instance);
        if (!effect.IsNative)
        {
            EscapeAll(operands.Arguments, operands.Values);
            if (!effect.IsFramework || site.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
                _state = _state.InvalidateMembers();
        }

        if (!effect.IsQuiet)
            AssumeFilesChanged(site, operands.Instance, operands.Values);
        return constants.Openers.Contains(site.TargetMethod) ? Opened(site, path: null) : Opaque(site);
    }

    private ImmutableArray<SymbolicValue> Arguments(ImmutableArray<IArgumentOperation> arguments)
    {
        var values = ImmutableArray.CreateBuilder<SymbolicValue>(arguments.Length);
        foreach (var argument in arguments)
            values.Add(Evaluate(argument.Value));

        foreach (var argument in arguments)
        {
            // The callee may have put anything there; the lock functions only read what they are given by reference.
            if (
                argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out
                && EvaluatePlace(argument.Value) is { } place
                && !(argument.Parent is IInvocationOperation invocation && recognizer.Recognize(invocation) is not null)
            )
            {
                var given = Opaque(argument);
                _state = _state.Write(place, given);
            }
        }

        return values.MoveToImmutable();
    }

    private void EscapeAll(ImmutableArray<IArgumentOperation> arguments, ImmutableArray<SymbolicValue> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Escape(values[i]);
            if (
                arguments[i].Parent is not IInvocationOperation { TargetMethod: { ReturnsVoid: true } method }
                || !FileApi.IsFramework(method)
            )
                StopTrackingResult(values[i]);
        }
    }

    private void Escape(SymbolicValue value)
    {
        if (value.Expression is { } term)
            _state = facts.HandOff(_state, term);
    }

    private void MayThrow(
        IOperation site,
        HeldLock? refused = null,
        SymbolicExpression? awaiting = null,
        IEnumerable<SymbolicExpression?>? handedOff = null,
        SymbolicExpression? through = null
    )
    {
        var thrown = _state;
        foreach (var given in thrown.HeldLocks.FindAll(h => handedOff?.Contains(h.File) == true))
            thrown = thrown.Drop(given);
        if (refused is not null)
            thrown = thrown.Refuse(refused);
        if (awaiting is not null && thrown.HeldLocks.Find(h => h.Call.Api == LockApi.FileLocking && awaiting.Equals(h.File)) is { } pending)
            thrown = thrown.Drop(pending);
        _throws.Add(new(site, thrown, IsExplicit: false) { Type = refused is null ? null : recognizer.IOException });

        // That using a file fails is to be expected; a handler that is ready for that is ready enough.
        if (through is not null && thrown.HeldLocks.Exists(h => through.Equals(h.File)))
            _throws.Add(new(site, thrown, IsExplicit: false) { Type = recognizer.IOException, Through = through });
        Act();
    }

    private void Act()
    {
        foreach (var hold in _state.HeldLocks)
        {
            facts.RecordFallibleWork(hold);
            if (_state.Lost.TryGetValue(hold, out var closing))
                facts.RecordLoss(hold, closing);
        }
    }

    /// <summary>
    /// True when the call does not return on this path; for one that returns only if its argument allows, both ways are followed.
    /// </summary>
    private bool EndsPath(CallEffect effect, CallOperands operands)
    {
        var (site, arguments) = (operands.Site, operands.Values);
        if (effect.NeverReturns)
        {
            EscapeAll(operands.Arguments, arguments);
            if (!effect.EndsProcess)
                _throws.Add(new(site, _state, IsExplicit: true));
            return _ends = true;
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (operands.Arguments[i].Parameter is not { Ordinal: var ordinal } || effect.FatalValueOf(ordinal) is not { } fatal)
                continue;

            var ends = arguments[i] switch
            {
                { IsZero: true } => !fatal,
                { SurelyNotZero: true } => fatal,
                _ => Choose(2, out var way) && way == 1,
            };
            if (!arguments[i].IsConstant && arguments[i].Expression is { } term)
                _state = _state.Assume(term, notZero: ends == fatal);
            if (ends)
            {
                _throws.Add(new(site, _state, IsExplicit: true));
                return _ends = true;
            }
        }

        return false;
    }

    private static bool IsException(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "Exception", ContainingNamespace.Name: "System" })
                return true;
        }

        return false;
    }
}
