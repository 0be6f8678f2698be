using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <content>What lock calls, and the methods that wrap them, do to the path.</content>
internal sealed partial class Evaluator
{
    /// <summary>What a check makes of the outcome of a lock call.</summary>
    private SymbolicValue AnswerOf(
        IInvocationOperation invocation,
        ImmutableArray<SymbolicValue> arguments,
        ImmutableArray<BodyOutcome> answers
    )
    {
        if (answers.IsEmpty)
        {
            _throws.Add(new(invocation, _state, IsExplicit: true));
            _ends = true;
            return SymbolicValue.Unknown;
        }

        var answer = answers.Select(o => o.Value).Aggregate((left, right) => left.Join(right));
        return answer.IsConstant
                ? answer with
                {
                    Expression = arguments.Select(a => a.Expression as SymbolicExpression.LockResult).First(o => o is not null),
                }
            : invocation.TargetMethod.ReturnsVoid ? SymbolicValue.Unknown
            : Opaque(invocation);
    }

    private SymbolicValue Lock(LockCall call)
    {
        var instance = call.Operation.Instance is { } target ? Evaluate(target) : SymbolicValue.Unknown;
        var values = Arguments(call.Operation.Arguments);
        var file =
            call.Api == LockApi.FileLocking
                ? new SymbolicExpression.Result(call.Operation)
                : (call[ArgumentRole.Handle] is { } handle ? ArgumentFor(call, handle, values) : instance).Expression?.File;
        var arguments = LockArguments.None;
        foreach (var role in call.Function.Parameters)
        {
            if (call[role] is not { } argument)
                continue;

            var value = ArgumentFor(call, argument, values);
            arguments = arguments.With(role, value);
            if (role is ArgumentRole.Overlapped or ArgumentRole.Record && value.Expression is { } structure)
                arguments = ReadStructure(structure, TypeBehind(argument), arguments);
        }

        var request = LockRequest.Of(call.Function, arguments);
        var range = new RangeReader(_state).Read(call, arguments);
        facts.RecordCall(call.Operation, call, arguments, file, _state);
        facts.RecordRange(call.Operation, call, range);
        switch (request.Effect)
        {
            case LockEffect.Acquire:
                return Acquire(new HeldLock(call.Operation, call, file, request, arguments) { Range = range });
            case LockEffect.Release:
                Release(call.Operation, call, file, arguments, range);
                return call.Function.Result == ResultConvention.ThrowsOnFailure ? SymbolicValue.Unknown : Opaque(call.Operation);
            default:
                return Opaque(call.Operation);
        }
    }

    /// <summary>What a wrapper does for its caller, in one of the ways it can turn out.</summary>
    private SymbolicValue Apply(ImmutableArray<BodyOutcome> effect, IInvocationOperation invocation, CallOperands operands)
    {
        SymbolicExpression Rename(SymbolicExpression term) => term.Rename(operands.ExpressionOf);

        var mayThrowWhenRefused = effect.Any(o => o.MayThrowWhenRefused);

        HeldLock Taken(HeldLock hold) =>
            hold with
            {
                Site = invocation,
                File = hold.File is { } file ? Rename(file).File : null,
                MayThrowWhenRefused = mayThrowWhenRefused,
            };

        // What is known here rules out what the wrapper does on another system, or for another value of a parameter.
        if (effect.RemoveAll(o => !IsPossible(o.State, operands)) is { IsEmpty: false } possible)
            effect = possible;

        // One that releases differently on each system releases what is held: the acquire has decided which system it is.
        if (effect.RemoveAll(o => !ReleasesWhatIsHeld(o.State)) is { IsEmpty: false } fitting)
            effect = fitting;

        // One that takes a lock or throws has not taken it when it throws.
        if (effect.Any(o => !o.State.HeldLocks.IsEmpty))
            MayThrow(invocation, refused: Taken(effect.SelectMany(o => o.State.HeldLocks).First()));

        var chosen = 0;
        if (effect.Length > 1 && !Choose(effect.Length, out chosen))
            facts.RecordUndecided(invocation);
        var outcome = effect[chosen];
        foreach (var (expression, value) in CalleeFacts.For(outcome.State, operands))
            _state = _state.Learn(expression, value);
        foreach (var release in outcome.State.CallerReleases)
        {
            facts.RecordCall(
                invocation,
                release.Call,
                LockArguments.None,
                release.File is { } released ? Rename(released).File : null,
                _state
            );
            Release(invocation, release.Call, release.File is { } file ? Rename(file).File : null, LockArguments.None);
        }

        // What it gives back by reference is known as well as what it returns.
        foreach (var argument in invocation.Arguments)
        {
            if (
                argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } parameter
                && EvaluatePlace(argument.Value) is { } place
                && outcome.State.Variables.TryGetValue(new SymbolicExpression.Variable(parameter.OriginalDefinition), out var given)
                && (given.IsConstant || given.Expression is SymbolicExpression.OpenedFile)
            )
            {
                _state = _state.Write(place, given.Expression is { } file ? given with { Expression = Rename(file) } : given);
            }
        }

        foreach (var refused in outcome.State.EndedLocks.Where(e => e.Kind == LockEndKind.Refused))
            _state = _state.Refuse(Taken(refused.Lock));

        foreach (var hold in outcome.State.HeldLocks)
        {
            var taken = Taken(hold);
            facts.RecordCall(invocation, taken.Call, taken.Arguments, taken.File, _state);
            facts.RecordRange(invocation, taken.Call, taken.Range);
            Take(taken);
        }

        return outcome.Value.Expression is { } returned and not SymbolicExpression.LockResult
                ? outcome.Value with
                {
                    Expression = Rename(returned),
                }
            : outcome.Value.IsConstant ? outcome.Value with { Expression = new SymbolicExpression.LockResult(invocation) }
            : Opaque(invocation) with { NotZero = outcome.Value.NotZero };
    }

    private bool ReleasesWhatIsHeld(PathState callee) =>
        callee.CallerReleases.Exists(release => _state.HeldLocks.Exists(held => held.Call.Api == release.Call.Api));

    /// <summary>False where the callee learned on this path the opposite of what is known here.</summary>
    private bool IsPossible(PathState callee, CallOperands operands) =>
        CalleeFacts
            .For(callee, operands)
            .All(learned =>
                _state.Read(learned.Expression) is var known
                && !(known.IsZero && learned.Value.SurelyNotZero)
                && !(known.SurelyNotZero && learned.Value.IsZero)
                && !known.Bits.Contradicts(learned.Value.Bits)
            );

    private SymbolicValue Acquire(HeldLock hold)
    {
        var result = hold.Call.Function.Result;
        if (result == ResultConvention.ThrowsOnFailure)
        {
            MayThrow(hold.Site, refused: hold with { MayThrowWhenRefused = true });
            Take(hold);
            return hold.IsHandle ? SymbolicValue.Object(hold.File!) : SymbolicValue.Unknown;
        }

        var outcome = new SymbolicExpression.LockResult(hold.Site);
        _state = _state.Forget(outcome);
        if (!Choose(2, out var way))
            facts.RecordUndecided(hold.Site);
        var taken = way == 0;
        if (taken)
            Take(hold);
        else
            _state = _state.Refuse(hold);
        if (hold.IsHandle)
            return taken ? SymbolicValue.Object(hold.File!) : SymbolicValue.Null;

        return (
            result == ResultConvention.ZeroIsSuccess ? SymbolicValue.Constant(taken ? 0 : -1)
            : taken ? SymbolicValue.True
            : SymbolicValue.False
        ) with
        {
            Expression = outcome,
        };
    }

    private void Take(HeldLock hold)
    {
        // flock knows one lock for each open file: another one replaces it.
        if (hold is { Call.Api: LockApi.Flock, File: not null })
        {
            foreach (var replaced in _state.HeldLocks.FindAll(h => h.Call.Api == LockApi.Flock && hold.File.Equals(h.File)))
                _state = _state.Drop(replaced);
        }

        _state = _state.Acquire(hold);
    }

    /// <summary>
    /// Gives back the locks that the call names. When it is not certain which of several are meant, all that the API could release count
    /// as given back: doubt is no reason to report.
    /// </summary>
    private void Release(IOperation site, LockCall call, SymbolicExpression? file, LockArguments arguments, ByteRange? range = null)
    {
        RecordUnflushed(site, call, file, site);
        var candidates = _state.HeldLocks.FindAll(h => h.Call.Api == call.Api && !(file?.IsSurelyNot(h.File) ?? false));
        if (candidates.IsEmpty)
        {
            _state = _state.ReleaseForCaller(new CallerRelease(call, file));
            if (_state.CallerReleases.Count > PathState.MaxCallerReleases)
                throw new BodyBoundException(BodyBound.States);
        }

        var exact = candidates.FindAll(h => file is not null && file.Equals(h.File));
        if (range is not null && exact.Count > 1 && exact.FindAll(h => h.Range.IsSurely(range)) is { IsEmpty: false } same)
            exact = same;
        if (range is not null && exact.Count == 1)
            facts.RecordRangePair(exact[0], call, range);
        var released = exact.IsEmpty ? candidates : exact;
        foreach (var hold in released)
        {
            // Which lock a release means must be certain before it shows whose the lock is.
            facts.RecordRelease(hold, call, site);
            if (exact.IsEmpty && file is not null && hold.File is not null)
                facts.RecordUndecided(hold.Site);
            _state = _state.End(hold, LockEndKind.Released, site);
        }

        if (released.IsEmpty && file is not null)
            ReleaseUnheld(site, call, file, arguments);
    }

    private void ReleaseUnheld(IOperation site, LockCall call, SymbolicExpression file, LockArguments arguments)
    {
        var ended = _state.EndedLocks.Where(e => e.Lock.Call.Api == call.Api && file.Equals(e.Lock.File)).ToList();
        facts.RecordReleaseOfUnheld(
            site,
            call,
            file,
            ended.Where(e => e.Kind == LockEndKind.Refused).Select(e => e.Lock),
            wasAsked: ended.Count > 0
        );

        var gone = _state.Closed.TryGetValue(file, out var closing)
            ? closing
            : ended
                .Where(e => e.Kind == LockEndKind.Released && FailsWhenNotLocked(call.Api) && e.Lock.IsSurelyOfRange(arguments))
                .Select(e => e.Site)
                .FirstOrDefault();
        if (gone is not null && !ReferenceEquals(gone, site))
            facts.RecordReleaseAfterEnd(site, call, gone);
    }

    /// <summary>LOCK_UN of a lock that is not held does nothing; these fail.</summary>
    private static bool FailsWhenNotLocked(LockApi api) => api is LockApi.LockFileEx or LockApi.LockFile or LockApi.FileStream;

    private static SymbolicValue ArgumentFor(LockCall call, IOperation argument, ImmutableArray<SymbolicValue> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (ReferenceEquals(call.Operation.Arguments[i].Value, argument))
                return values[i];
        }

        return SymbolicValue.Unknown;
    }

    private static ITypeSymbol? TypeBehind(IOperation argument) =>
        argument switch
        {
            { Type: IPointerTypeSymbol { PointedAtType: { SpecialType: not SpecialType.System_Void } structure } } => structure,
            IConversionOperation conversion => TypeBehind(conversion.Operand),
            IParenthesizedOperation parenthesized => TypeBehind(parenthesized.Operand),
            _ => argument.Type,
        };

    /// <summary>The parts of an OVERLAPPED or struct flock that say what is locked, by the names their fields go by.</summary>
    private LockArguments ReadStructure(SymbolicExpression structure, ITypeSymbol? type, LockArguments arguments, int levels = 3)
    {
        foreach (var member in type?.GetMembers() ?? ImmutableArray<ISymbol>.Empty)
        {
            if (member is not (IFieldSymbol { IsStatic: false, AssociatedSymbol: null } or IPropertySymbol { IsStatic: false }))
                continue;

            var place = new SymbolicExpression.Member(structure, member);
            var inner = (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type;
            if (LockStructFields.RoleOf(member.Name) is { } role)
            {
                arguments = arguments.With(
                    role == ArgumentRole.OffsetLow && Is64Bit(inner) ? ArgumentRole.Offset : role,
                    IsUntouched(structure) ? SymbolicValue.Constant(0) : _state.Read(place)
                );
                if (_state.Read(new SymbolicExpression.Source(place)).Expression is SymbolicExpression.Result { Site: var source })
                    arguments = arguments.From(role, source);
            }
            else if (levels > 0 && inner is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None })
                arguments = ReadStructure(place, inner, arguments, levels - 1);
        }

        return arguments;
    }

    private bool IsUntouched(SymbolicExpression structure) =>
        structure is SymbolicExpression.Member { Symbol: IFieldSymbol field } member
        && (member.Instance is SymbolicExpression.Member ? IsUntouched(member.Instance) : constants.Zeroed.Contains(field, recognizer));

    private static bool Is64Bit(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64;

    /// <summary>A lock handle that is put into something else goes with it.</summary>
    private void HandOffHandle(SymbolicValue value)
    {
        if (LockHeldOn(value) is { IsHandle: true })
            Escape(value);
    }

    /// <summary>Notes that the outcome of a lock call goes where it cannot be followed: tests of it may be hidden there.</summary>
    private void StopTrackingResult(SymbolicValue value)
    {
        if (value.Expression is SymbolicExpression.LockResult outcome)
            facts.RecordUndecided(outcome.Site);
    }

    /// <summary>Code that drops the result of a lock call and asks for the error code instead tells success by that.</summary>
    private void MarkUntestedLocksUndecided()
    {
        foreach (var hold in _state.HeldLocks)
        {
            if (
                hold.Site.Parent is IExpressionStatementOperation
                && hold.IsDirect
                && hold.Call.Function.Result != ResultConvention.ThrowsOnFailure
            )
                facts.RecordUndecided(hold.Site);
        }
    }

    private SymbolicValue Binary(IBinaryOperation binary, SymbolicValue left, SymbolicValue right) =>
        GuardsHandle(binary.OperatorKind, left, right)
        ?? GuardsHandle(Mirrored(binary.OperatorKind), right, left)
        ?? Compared(left, right, Arithmetic.Binary(binary.OperatorKind, left, right, binary.Type, binary.LeftOperand.Type));

    /// <summary>An outcome that is compared with who knows what is lost.</summary>
    private SymbolicValue Compared(SymbolicValue left, SymbolicValue right, SymbolicValue result)
    {
        if (!result.IsConstant)
        {
            StopTrackingResult(left);
            StopTrackingResult(right);
        }

        return result;
    }

    /// <summary>A handle that is locked is no null, no zero and no minus one.</summary>
    private SymbolicValue? GuardsHandle(BinaryOperatorKind kind, SymbolicValue handle, SymbolicValue other)
    {
        var isNoHandle =
            (other.IsConstant && other.Bits.Value is 0 or -1) || other.Expression is SymbolicExpression.Member { Instance: null };
        if (!isNoHandle || LockHeldOn(handle) is null)
            return null;

        return kind switch
        {
            BinaryOperatorKind.Equals => SymbolicValue.False,
            BinaryOperatorKind.NotEquals => SymbolicValue.True,
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual when other.IsConstant => SymbolicValue.False,
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual when other.IsConstant => SymbolicValue.True,
            _ => null,
        };
    }

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) =>
        kind switch
        {
            BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
            BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
            BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
            BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
            _ => kind,
        };

    private HeldLock? LockHeldOn(SymbolicValue handle) =>
        handle.Expression is { File: var file } ? _state.HeldLocks.Find(h => file.Equals(h.File)) : null;
}
