using System.Collections.Immutable;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Flow;

/// <content>What lock calls, and the methods that wrap them, do to the path.</content>
internal sealed partial class Evaluator
{
    /// <summary>What a check makes of the outcome of a lock call.</summary>
    private Value AnswerOf(IInvocationOperation invocation, ImmutableArray<Value> arguments, ImmutableArray<Outcome> answers)
    {
        if (answers.IsEmpty)
        {
            Throws.Add(new(invocation, _state.Copy(), IsExplicit: true));
            _ends = true;
            return Value.Unknown;
        }

        var answer = answers.Select(o => o.Value).Aggregate((left, right) => left.Join(right));
        return answer.IsConstant ? answer with { Term = arguments.Select(a => a.Term as Term.Outcome).First(o => o is not null) }
            : invocation.TargetMethod.ReturnsVoid ? Value.Unknown
            : Opaque(invocation);
    }

    private Value Lock(LockCall call)
    {
        var instance = call.Operation.Instance is { } target ? Evaluate(target) : Value.Unknown;
        var values = Arguments(call.Operation.Arguments);
        var file = call.Api == LockApi.FileLocking ? new Term.Result(call.Operation)
            : (call[Role.Handle] is { } handle ? ArgumentFor(call, handle, values) : instance).Term?.File;
        var arguments = LockArguments.None;
        foreach (var role in call.Function.Parameters)
        {
            if (call[role] is not { } argument)
                continue;

            var value = ArgumentFor(call, argument, values);
            arguments = arguments.With(role, value);
            if (role is Role.Overlapped or Role.Record && value.Term is { } structure)
                arguments = ReadStructure(structure, TypeBehind(argument), arguments);
        }

        var request = LockRequest.Of(call.Function, arguments);
        var range = ByteRange.Of(call, arguments, _state);
        facts.Met(call.Operation, call, arguments, file, _state);
        facts.Named(call, range);
        switch (request.Effect)
        {
            case LockEffect.Acquire:
                return Acquire(new Hold(call.Operation, call, file, request, arguments) { Range = range });
            case LockEffect.Release:
                Release(call.Operation, call, file, arguments, range);
                return call.Function.Result == ResultConvention.ThrowsOnFailure ? Value.Unknown : Opaque(call.Operation);
            default:
                return Opaque(call.Operation);
        }
    }

    /// <summary>What a wrapper does for its caller, in one of the ways it can turn out.</summary>
    private Value Apply(ImmutableArray<Outcome> effect, IInvocationOperation invocation, Value instance, ImmutableArray<Value> arguments)
    {
        Term Rename(Term term) => term.Rename(root => root switch
        {
            Term.This => instance.Term,
            Term.Variable { Symbol: IParameterSymbol parameter } => ArgumentAt(invocation, arguments, parameter.Ordinal)?.Term,
            _ => null,
        });

        Hold Taken(Hold hold) => hold with { Site = invocation, File = hold.File is { } file ? Rename(file) : null };

        // One that takes a lock or throws has not taken it when it throws.
        if (effect.Any(o => !o.State.Holds.IsEmpty))
            MayThrow(invocation, refused: Taken(effect.SelectMany(o => o.State.Holds).First()));

        var outcome = effect[effect.Length == 1 ? 0 : Choose(effect.Length)];
        foreach (var release in outcome.State.Releases)
        {
            facts.Met(invocation, release.Call, LockArguments.None, release.File is { } released ? Rename(released) : null, _state);
            Release(invocation, release.Call, release.File is { } file ? Rename(file) : null, LockArguments.None);
        }

        // What it gives back by reference is known as well as what it returns.
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } parameter && PlaceOf(argument.Value) is { } place
                && outcome.State.Variables.TryGetValue(new Term.Variable(parameter.OriginalDefinition), out var given) && given.IsConstant)
            {
                _state.Write(place, given);
            }
        }

        foreach (var refused in outcome.State.Ended.Where(e => e.Value.End == HoldEnd.Refused))
            _state.Refuse(Taken(refused.Key));

        foreach (var hold in outcome.State.Holds)
        {
            var taken = Taken(hold);
            facts.Met(invocation, taken.Call, taken.Arguments, taken.File, _state);
            Take(taken);
        }

        return outcome.Value.Term is { } returned and not Term.Outcome ? outcome.Value with { Term = Rename(returned) }
            : outcome.Value.IsConstant ? outcome.Value with { Term = new Term.Outcome(invocation) }
            : Opaque(invocation) with { NotZero = outcome.Value.NotZero };
    }

    private Value Acquire(Hold hold)
    {
        var result = hold.Call.Function.Result;
        if (result == ResultConvention.ThrowsOnFailure)
        {
            MayThrow(hold.Site, refused: hold);
            Take(hold);
            return hold.IsHandle ? Value.Object(hold.File!) : Value.Unknown;
        }

        var outcome = new Term.Outcome(hold.Site);
        _state.Forget(outcome);
        var taken = Choose(2) == 0;
        if (taken)
            Take(hold);
        else
            _state.Refuse(hold);
        if (hold.IsHandle)
            return taken ? Value.Object(hold.File!) : Value.Null;

        return (result == ResultConvention.ZeroIsSuccess ? Value.Constant(taken ? 0 : -1) : taken ? Value.True : Value.False) with { Term = outcome };
    }

    private void Take(Hold hold)
    {
        // flock knows one lock for each open file: another one replaces it.
        if (hold is { Call.Api: LockApi.Flock, File: not null })
        {
            foreach (var replaced in _state.Holds.FindAll(h => h.Call.Api == LockApi.Flock && hold.File.Equals(h.File)))
                _state.Drop(replaced);
        }

        _state.Take(hold);
    }

    /// <summary>
    /// Gives back the locks that the call names. When it is not certain which of several are meant, all that the API could release count
    /// as given back: doubt is no reason to report.
    /// </summary>
    private void Release(IOperation site, LockCall call, Term? file, LockArguments arguments, ByteRange? range = null)
    {
        NoteUnflushed(site, call, file, site);
        var candidates = _state.Holds.FindAll(h => h.Call.Api == call.Api && !(file?.IsSurelyNot(h.File) ?? false));
        if (candidates.IsEmpty)
            _state.GiveBack(new Release(call, file));

        var exact = candidates.FindAll(h => file is not null && file.Equals(h.File));
        if (range is not null && exact.Count > 1 && exact.FindAll(h => h.Range.IsSurely(range)) is { IsEmpty: false } same)
            exact = same;
        if (range is not null && exact.Count == 1)
            facts.Paired(exact[0], call, range);
        var released = exact.IsEmpty ? candidates : exact;
        foreach (var hold in released)
        {
            // Which lock a release means must be certain before it shows whose the lock is.
            facts.Released(hold, call, site);
            if (exact.IsEmpty && file is not null && hold.File is not null)
                facts.Undecided(hold.Site);
            _state.End(hold, HoldEnd.Released, site);
        }

        if (released.IsEmpty && file is not null)
            ReleaseUnheld(site, call, file, arguments);
    }

    private void ReleaseUnheld(IOperation site, LockCall call, Term file, LockArguments arguments)
    {
        var ended = _state.Ended.Where(e => e.Key.Call.Api == call.Api && file.Equals(e.Key.File)).ToList();
        facts.ReleasedUnheld(site, call, file, ended.Where(e => e.Value.End == HoldEnd.Refused).Select(e => e.Key), wasAsked: ended.Count > 0);

        var gone = _state.Closed.TryGetValue(file, out var closing) ? closing
            : ended.Where(e => e.Value.End == HoldEnd.Released && IsPickyAboutRelease(call.Api) && e.Key.IsSurelyOfRange(arguments)).Select(e => e.Value.Site).FirstOrDefault();
        if (gone is not null && !ReferenceEquals(gone, site))
            facts.ReleasedGone(site, call, gone);
    }

    /// <summary>LOCK_UN of a lock that is not held does nothing; these fail.</summary>
    private static bool IsPickyAboutRelease(LockApi api) => api is LockApi.LockFileEx or LockApi.LockFile or LockApi.FileStream;

    private static Value ArgumentFor(LockCall call, IOperation argument, ImmutableArray<Value> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (ReferenceEquals(call.Operation.Arguments[i].Value, argument))
                return values[i];
        }

        return Value.Unknown;
    }

    private static ITypeSymbol? TypeBehind(IOperation argument) => argument switch
    {
        { Type: IPointerTypeSymbol { PointedAtType: { SpecialType: not SpecialType.System_Void } structure } } => structure,
        IConversionOperation conversion => TypeBehind(conversion.Operand),
        IParenthesizedOperation parenthesized => TypeBehind(parenthesized.Operand),
        _ => argument.Type,
    };

    /// <summary>The parts of an OVERLAPPED or struct flock that say what is locked, by the names their fields go by.</summary>
    private LockArguments ReadStructure(Term structure, ITypeSymbol? type, LockArguments arguments, int levels = 3)
    {
        foreach (var member in type?.GetMembers() ?? ImmutableArray<ISymbol>.Empty)
        {
            if (member is not (IFieldSymbol { IsStatic: false, AssociatedSymbol: null } or IPropertySymbol { IsStatic: false }))
                continue;

            var place = new Term.Member(structure, member);
            var inner = (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type;
            if (StructureFields.RoleOf(member.Name) is { } role)
            {
                arguments = arguments.With(role == Role.OffsetLow && Is64Bit(inner) ? Role.Offset : role, IsUntouched(structure) ? Value.Constant(0) : _state.Read(place));
                if (_state.Read(new Term.Source(place)).Term is Term.Result { Site: var source })
                    arguments = arguments.From(role, source);
            }
            else if (levels > 0 && inner is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None })
                arguments = ReadStructure(place, inner, arguments, levels - 1);
        }

        return arguments;
    }

    private bool IsUntouched(Term structure) => structure is Term.Member { Symbol: IFieldSymbol field } member
        && (member.Instance is Term.Member ? IsUntouched(member.Instance) : constants.Untouched.Contains(field, recognizer));

    private static bool Is64Bit(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64;

    /// <summary>A lock handle that is put into something else goes with it.</summary>
    private void HandOffHandle(Value value)
    {
        if (LockedBy(value) is { IsHandle: true })
            Escape(value);
    }

    /// <summary>Notes that the outcome of a lock call goes where it cannot be followed: tests of it may be hidden there.</summary>
    private void LoseOutcome(Value value)
    {
        if (value.Term is Term.Outcome outcome)
            facts.Undecided(outcome.Site);
    }

    /// <summary>Code that drops the result of a lock call and asks for the error code instead tells success by that.</summary>
    private void DoubtUntestedLocks()
    {
        foreach (var hold in _state.Holds)
        {
            if (hold.Site.Parent is IExpressionStatementOperation && hold.IsDirect && hold.Call.Function.Result != ResultConvention.ThrowsOnFailure)
                facts.Undecided(hold.Site);
        }
    }

    private Value Binary(IBinaryOperation binary, Value left, Value right) =>
        GuardsHandle(binary.OperatorKind, left, right) ?? GuardsHandle(Mirrored(binary.OperatorKind), right, left)
        ?? Compared(left, right, Arithmetic.Binary(binary.OperatorKind, left, right, binary.Type, binary.LeftOperand.Type));

    /// <summary>An outcome that is compared with who knows what is lost.</summary>
    private Value Compared(Value left, Value right, Value result)
    {
        if (!result.IsConstant)
        {
            LoseOutcome(left);
            LoseOutcome(right);
        }

        return result;
    }

    /// <summary>A handle that is locked is no null, no zero and no minus one.</summary>
    private Value? GuardsHandle(BinaryOperatorKind kind, Value handle, Value other)
    {
        var isNoHandle = (other.IsConstant && other.Bits.Value is 0 or -1) || other.Term is Term.Member { Instance: null };
        if (!isNoHandle || LockedBy(handle) is null)
            return null;

        return kind switch
        {
            BinaryOperatorKind.Equals => Value.False,
            BinaryOperatorKind.NotEquals => Value.True,
            BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual when other.IsConstant => Value.False,
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual when other.IsConstant => Value.True,
            _ => null,
        };
    }

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };

    /// <summary>What a handle says of itself while it is locked.</summary>
    private static Value? IsHandleGuard(string property) => property switch
    {
        "IsInvalid" or "IsClosed" => Value.False,
        "CanRead" or "CanWrite" or "CanSeek" => Value.True,
        _ => null,
    };

    private Hold? LockedBy(Value handle) =>
        handle.Term is { File: var file } ? _state.Holds.Find(h => file.Equals(h.File)) : null;
}
