using System.Collections.Immutable;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Flow;

/// <summary>
/// Evaluates the operations of one basic block on one path. A call that can turn out in several ways is evaluated once for each: the
/// caller replays the operation with every sequence of outcomes.
/// </summary>
internal sealed class Evaluator(
    LockRecognizer recognizer,
    Wrappers wrappers,
    Constants constants,
    CapturedVariables captured,
    FactsBuilder facts,
    CancellationToken cancellation)
{
    private readonly List<int> _outcomes = [];
    private readonly List<int> _alternatives = [];
    private PathState _state = PathState.Empty;
    private int _nextOutcome;

    /// <summary>The path goes no further: a call on it never returns.</summary>
    private bool _ends;

    /// <summary>The last write through each writer or stream.</summary>
    private readonly Dictionary<Term, IOperation> _writes = [];

    /// <summary>Releases at which a stream of unknown buffering had been written to: a flush after them shows that it buffers.</summary>
    private readonly HashSet<(IOperation Site, LockCall Release, Term Writer)> _flushedLate = [];

    private readonly HashSet<Term> _autoFlushed = [];

    /// <summary>The places that captures stand for where they are assigned to.</summary>
    private readonly Dictionary<CaptureId, Term> _places = [];

    /// <summary>Where the last evaluation may have been left by an exception, with what was held there.</summary>
    public List<Thrown> Throws { get; } = [];

    /// <summary>Evaluates <paramref name="operation"/> in every way it can turn out.</summary>
    public List<(PathState State, Value Value)> Evaluate(IOperation? operation, PathState state)
    {
        Throws.Clear();
        if (operation is null)
            return [(state, Value.Unknown)];

        var results = new List<(PathState, Value)>();
        var pending = new Stack<int[]>();
        pending.Push([]);
        while (pending.Count > 0)
        {
            var given = pending.Pop();
            _outcomes.Clear();
            _outcomes.AddRange(given);
            _alternatives.Clear();
            _nextOutcome = 0;
            _state = state.Copy();
            _ends = false;
            var value = Evaluate(operation);
            if (!_ends)
                results.Add((_state, value));

            for (var i = given.Length; i < _outcomes.Count; i++)
            {
                for (var alternative = 1; alternative < _alternatives[i - given.Length]; alternative++)
                    pending.Push([.. _outcomes.Take(i), alternative]);
            }
        }

        return results;
    }

    /// <summary>Picks one of <paramref name="count"/> outcomes; the others are replayed later.</summary>
    private int Choose(int count)
    {
        if (_nextOutcome < _outcomes.Count)
            return _outcomes[_nextOutcome++];

        _outcomes.Add(0);
        _alternatives.Add(count);
        _nextOutcome++;
        return 0;
    }

    private Value Evaluate(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true } constant)
            return Constants.ValueOf(constant.Value);

        switch (operation)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IFlowCaptureReferenceOperation:
                return PlaceOf(operation) is { } read ? Read(read, operation) : Opaque(operation);
            case IPropertyReferenceOperation property:
                return Property(property);
            case IInstanceReferenceOperation:
                return Value.Object(new Term.This());
            case IFlowCaptureOperation capture:
                var kept = Evaluate(capture.Value);
                if (PlaceOf(capture.Value) is { } place and not Term.Capture)
                    _places[capture.Id] = place;
                _state.Write(new Term.Capture(capture.Id), kept.Term is null && PlaceOf(capture.Value) is { } source ? kept with { Term = source } : kept);
                return kept;
            case IExpressionStatementOperation statement:
                return Evaluate(statement.Operation);
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand);
            case IDeclarationExpressionOperation declaration:
                return Evaluate(declaration.Expression);
            case IArgumentOperation argument:
                return Evaluate(argument.Value);
            case IAddressOfOperation address:
                return Evaluate(address.Reference) with { NotZero = true };
            case IAwaitOperation awaited:
                var result = Evaluate(awaited.Operation);
                MayThrow(operation, awaiting: result.Term);
                return result;
            case IConversionOperation conversion:
                return Convert(conversion);
            case ISimpleAssignmentOperation assignment:
                return Assign(assignment.Target, Evaluate(assignment.Value));
            case ICompoundAssignmentOperation assignment:
                return Assign(assignment.Target, Arithmetic.Binary(
                    assignment.OperatorKind, Evaluate(assignment.Target), Evaluate(assignment.Value), assignment.Type, assignment.Value.Type));
            case IIncrementOrDecrementOperation increment:
                var step = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
                var before = Evaluate(increment.Target);
                var after = Assign(increment.Target, Arithmetic.Binary(step, before, Value.Constant(1), increment.Type, increment.Type));
                return increment.IsPostfix ? before : after;
            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstruct(deconstruction.Target, deconstruction.Value);
            case IBinaryOperation binary:
                return Binary(binary, Evaluate(binary.LeftOperand), Evaluate(binary.RightOperand));
            case IUnaryOperation unary:
                return Arithmetic.Unary(unary.OperatorKind, Evaluate(unary.Operand), unary.Type);
            case IIsNullOperation isNull:
                var perhapsNull = Evaluate(isNull.Operand);
                return LockedBy(perhapsNull) is not null ? Value.False : Arithmetic.Equal(perhapsNull, Value.Null, null);
            case IIsPatternOperation pattern:
                return Matches(Evaluate(pattern.Value), pattern.Value.Type, pattern.Pattern);
            case IDefaultValueOperation:
                return operation.Type is { IsValueType: true } ? new(Bits.Unknown, new Term.Zeroed(operation)) : Value.Null;
            case IObjectCreationOperation creation:
                return Create(creation);
            case IInvocationOperation invocation:
                return Invoke(invocation);
            case IFlowAnonymousFunctionOperation or IDelegateCreationOperation:
                foreach (var symbol in captured.All)
                    Escape(_state.Read(new Term.Variable(symbol)));
                EvaluateChildren(operation);
                return Opaque(operation);
            case ITypeOfOperation or ISizeOfOperation or INameOfOperation:
                return Opaque(operation);
            default:
                EvaluateChildren(operation);
                return Opaque(operation);
        }
    }

    private void EvaluateChildren(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
        {
            var value = Evaluate(child);
            if (operation is not (IInterpolatedStringOperation or IInterpolationOperation))
                LoseOutcome(value);
        }
    }

    /// <summary>A value of which nothing is known but where it came from.</summary>
    private Value Opaque(IOperation operation)
    {
        var term = new Term.Result(operation);
        _state.Forget(term);
        return Value.Of(term);
    }

    private Value Read(Term place, IOperation reference)
    {
        if (place is Term.Variable variable && captured.Assigned.Contains(variable.Symbol))
            return Value.Of(place);

        var value = _state.Read(place);
        if (value.IsConstant || reference is not IFieldReferenceOperation { Field: var field })
            return value;

        return constants.TryGetValue(field, out var constant) ? constant
            : place is Term.Member { Instance: Term.Zeroed } ? Value.Constant(0)
            : value;
    }

    /// <summary>The place that an operation reads or writes, or null where it is no place we follow.</summary>
    private Term? PlaceOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => new Term.Variable(local.Local),
        IParameterReferenceOperation parameter => new Term.Variable(parameter.Parameter),
        IFlowCaptureReferenceOperation capture => new Term.Capture(capture.Id),
        IFieldReferenceOperation { Field.IsStatic: true } field => new Term.Member(null, field.Field),
        IFieldReferenceOperation { Instance: { } instance } field => ObjectOf(instance) is { } term ? new Term.Member(term, field.Field) : null,
        IPropertyReferenceOperation { Arguments.IsEmpty: true, Property.IsStatic: true } property => new Term.Member(null, property.Property),
        IPropertyReferenceOperation { Arguments.IsEmpty: true, Instance: { } instance } property =>
            ObjectOf(instance) is { } term ? new Term.Member(term, (ISymbol?)constants.FieldBehind(property.Property) ?? property.Property) : null,
        IDeclarationExpressionOperation declaration => PlaceOf(declaration.Expression),
        IConversionOperation { IsImplicit: true } conversion => PlaceOf(conversion.Operand),
        _ => null,
    };

    private Term? ObjectOf(IOperation instance) => Evaluate(instance).Term;

    private Value Property(IPropertyReferenceOperation property)
    {
        foreach (var argument in property.Arguments)
            Evaluate(argument);
        if (!property.Arguments.IsEmpty)
            MayThrow(property);
        if (property.Instance is { } guarded && IsHandleGuard(property.Property.Name) is { } answer && LockedBy(Evaluate(guarded)) is not null)
            return answer;
        if (property.Instance is { } instance && FileCalls.IsView(property.Property))
            return Evaluate(instance);
        if (constants.TryGetValue(property.Property, out var constant))
            return constant;
        if (property.Property.Name == "Length" && property.Instance is { } stream && FileCalls.IsStreamOrWriter(stream.Type))
            return LengthOf(Evaluate(stream));
        if (FileCalls.IsVolatile(property.Property) || PlaceOf(property) is not { } place)
        {
            if (property.Instance is { } unread)
                Evaluate(unread);
            return Opaque(property);
        }

        return place is Term.Member { Instance: Term.Zeroed } ? Value.Constant(0) : _state.Read(place);
    }

    private Value LengthOf(Value stream) => stream.Term is { File: var file }
        ? Value.Of(new Term.LengthOf(file, _state.Read(new Term.LastWrite(file)).Term))
        : Value.Unknown;

    private Value Assign(IOperation target, Value value)
    {
        if (target is IPropertyReferenceOperation { Instance: { } stream, Property.Name: "Position" or "AutoFlush" } set && Evaluate(stream).Term is { } writer)
        {
            _state.Flush(writer);
            if (set.Property.Name == "AutoFlush" && !value.IsZero)
                _autoFlushed.Add(writer);
        }

        if (target is IPropertyReferenceOperation { Arguments.IsEmpty: false })
            LoseOutcome(value);
        if (PlaceOf(target) is not { } place)
        {
            Evaluate(target);
            Escape(value);
            LoseOutcome(value);
            return value;
        }

        if (place is Term.Variable { Symbol: var symbol } && captured.Assigned.Contains(symbol))
            LoseOutcome(value);

        if (place is Term.Member { Instance: not (Term.Result or Term.Zeroed or Term.Variable or Term.Capture) })
            Escape(value);
        if (target is IFlowCaptureReferenceOperation reference && _places.TryGetValue(reference.Id, out var behind))
            place = behind;
        _state.Write(place, value);
        return value;
    }

    private Value Deconstruct(IOperation target, IOperation source)
    {
        source = source is IConversionOperation conversion ? conversion.Operand : source;
        target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
        if (target is ITupleOperation targets)
        {
            if (source is ITupleOperation sources && sources.Elements.Length == targets.Elements.Length)
            {
                var values = sources.Elements.Select(Evaluate).ToArray();
                for (var i = 0; i < values.Length; i++)
                    Deconstruct(targets.Elements[i], sources.Elements[i], values[i]);
            }
            else
            {
                Evaluate(source);
                foreach (var element in targets.Elements)
                    Assign(element, Opaque(element));
            }
        }

        return Value.Unknown;
    }

    private void Deconstruct(IOperation target, IOperation source, Value value)
    {
        if (target is ITupleOperation or IDeclarationExpressionOperation { Expression: ITupleOperation })
            Deconstruct(target, source);
        else if (target is not IDiscardOperation)
            Assign(target, value);
    }

    private Value Convert(IConversionOperation conversion)
    {
        var operand = Evaluate(conversion.Operand);

        // A handle struct made from a pointer, a SafeHandle seen as its base class: the conversion shows the same thing.
        return conversion.OperatorMethod is not null || conversion.Type is null
            ? operand.Term is Term.Outcome ? operand : operand with { Bits = Bits.Unknown }
            : Arithmetic.Cast(operand, conversion.Operand.Type, conversion.Type);
    }

    private Value Matches(Value value, ITypeSymbol? type, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return Arithmetic.Equal(value, Evaluate(constant.Value), type);
            case INegatedPatternOperation negated:
                return Arithmetic.Not(Matches(value, type, negated.Pattern));
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local }:
                _state.Write(new Term.Variable(local), value with { NotZero = true });
                return value.SurelyNotZero && SymbolEqualityComparer.Default.Equals(type, local.Type) ? Value.True
                    : value.Term is { } term ? Value.Of(new Term.Not(new Term.Binary(BinaryOperatorKind.Equals, term, new Term.Literal(0L))))
                    : Value.Unknown;
            case IRecursivePatternOperation { DeclaredSymbol: var declared, PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true }:
                if (declared is ILocalSymbol named)
                    _state.Write(new Term.Variable(named), value with { NotZero = true });
                return Arithmetic.Not(Arithmetic.Equal(value, Value.Null, null));
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                var left = Matches(value, type, either.LeftPattern);
                var right = Matches(value, type, either.RightPattern);
                return left.SurelyNotZero || right.SurelyNotZero ? Value.True : left.IsZero && right.IsZero ? Value.False : Value.Unknown;
            case IRelationalPatternOperation relational:
                return Arithmetic.Binary(relational.OperatorKind, value, Evaluate(relational.Value), null, type);
            case IDiscardPatternOperation:
                return Value.True;
            default:
                LoseOutcome(value);
                return Value.Unknown;
        }
    }

    private Value Create(IObjectCreationOperation creation)
    {
        var arguments = Arguments(creation.Arguments);
        if (creation.Constructor is not { } constructor)
            return Opaque(creation);

        if (creation.Arguments.IsEmpty && creation.Type is { IsValueType: true })
            return new(Bits.Unknown, new Term.Zeroed(creation));

        var first = arguments.IsEmpty ? Value.Unknown : arguments[0];
        if (FileCalls.Opens(constructor))
        {
            MayThrow(creation);
            WriteAt(creation, constructor, first);
            return Opened(creation, first);
        }

        if (FileCalls.Wraps(constructor) && first.Term is { } inner)
            return Value.Object(new Term.Over(creation, inner, FileCalls.LeavesOpen(creation)));
        if (FileCalls.Rewraps(constructor) && first.Term is not null)
            return first;

        if (!FileCalls.IsQuiet(constructor) && !IsException(creation.Type))
            MayThrow(creation);
        EscapeAll(creation.Arguments, arguments);
        var made = new Term.Result(creation);
        _state.Forget(made);
        return Value.Object(made);
    }

    private Value Opened(IOperation site, Value path)
    {
        var file = new Term.OpenedFile(site, path.Term);
        _state.Forget(file);
        _state.Reopen(file);
        return new(Bits.Unknown, file, NotZero: site is IObjectCreationOperation || site.Type is { IsReferenceType: true });
    }

    /// <summary>Opening a writer on a path writes to the file at that path.</summary>
    private void WriteAt(IOperation site, IMethodSymbol constructor, Value path)
    {
        if (constructor.ContainingType.Name is "StreamWriter" && path.Term is { } name)
            WritePath(site, name);
    }

    private Value Invoke(IInvocationOperation invocation)
    {
        if (recognizer.Recognize(invocation) is { } call)
            return Lock(call);

        var method = invocation.TargetMethod;
        var instance = invocation.Instance is { } target ? Evaluate(target) : Value.Unknown;
        var arguments = Arguments(invocation.Arguments);
        if (FileCalls.IsView(method))
            return instance.Term is null && !arguments.IsEmpty ? arguments[0] : instance;
        if (wrappers.EffectOf(invocation, arguments, cancellation) is { IsEmpty: false } effect)
            return Apply(effect, invocation, instance, arguments);

        if (FileCalls.ClosesInstance(method))
        {
            Close(invocation, instance);
            return Opaque(invocation);
        }

        if (FileCalls.ClosesArgument(method) && arguments.Length > 0)
        {
            Close(invocation, arguments[0]);
            return Opaque(invocation);
        }

        if (FileCalls.WritesThroughInstance(method))
            WriteThrough(invocation, instance, isBuffered: true);
        if (FileCalls.Flushes(method) && instance.Term is { } flushed)
            Flush(flushed);
        if (FileCalls.WrittenArgument(method) is { } written && ArgumentAt(invocation, arguments, written) is { Term: not null } through)
            WriteThrough(invocation, through, isBuffered: FileCalls.IsStreamOrWriter(method.Parameters[written].Type));
        foreach (var ordinal in FileCalls.WrittenPaths(method))
        {
            if (ArgumentAt(invocation, arguments, ordinal)?.Term is { } path)
                WritePath(invocation, path);
        }

        if (!FileCalls.IsQuiet(method))
            MayThrow(invocation);
        if (FileCalls.ReadsErrorCode(method))
            DoubtUntestedLocks();
        if (EndsPath(invocation, arguments))
            return Value.Unknown;
        if (FileCalls.Opens(method))
            return Opened(invocation, arguments.IsEmpty ? instance : arguments[0]);
        if (method is { Name: "GetLength", ContainingType.Name: "RandomAccess" } && arguments.Length == 1)
            return LengthOf(arguments[0]);

        if (FileCalls.IsStableQuery(method))
        {
            var names = arguments.Reverse().Aggregate((Term?)null, (tail, v) => v.Name is { } head ? new Term.Pair(head, tail) : tail);
            return _state.Known(Value.Of(new Term.Query(method, instance.Term, names)));
        }

        LoseOutcome(instance);
        if (!FileCalls.IsNative(method))
        {
            EscapeAll(invocation.Arguments, arguments);
            if (!FileCalls.IsFramework(method) || method.MethodKind == MethodKind.DelegateInvoke)
                _state.DoubtMembers();
        }

        return Opaque(invocation);
    }

    private Value Lock(LockCall call)
    {
        var instance = call.Operation.Instance is { } target ? Evaluate(target) : Value.Unknown;
        var values = Arguments(call.Operation.Arguments);
        var file = (call[Role.Handle] is { } handle ? ArgumentFor(call, handle, values) : instance).Term?.File;
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
        facts.Met(call.Operation, call, arguments, file, _state);
        switch (request.Effect)
        {
            case LockEffect.Acquire:
                return Acquire(new Hold(call.Operation, call, file, request, arguments));
            case LockEffect.Release:
                Release(call.Operation, call, file, arguments);
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
            return Value.Unknown;
        }

        var outcome = new Term.Outcome(hold.Site);
        _state.Forget(outcome);
        var taken = Choose(2) == 0;
        if (taken)
            Take(hold);
        else
            _state.Refuse(hold);
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
    private void Release(IOperation site, LockCall call, Term? file, LockArguments arguments)
    {
        NoteUnflushed(site, call, file);
        var candidates = _state.Holds.FindAll(h => h.Call.Api == call.Api && !(file?.IsSurelyNot(h.File) ?? false));
        if (candidates.IsEmpty)
            _state.GiveBack(new Release(call, file));

        var exact = candidates.FindAll(h => file is not null && file.Equals(h.File));
        var sameRange = exact.FindAll(h => h.IsSurelyOfRange(arguments));
        var released = !sameRange.IsEmpty ? sameRange : !exact.IsEmpty ? exact : candidates;
        foreach (var hold in released)
        {
            facts.Released(hold, call, site);
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

    private void Close(IOperation site, Value closed)
    {
        if (closed.Term is not { } term)
            return;

        Flush(term);
        for (; term is Term.Over over; term = over.Inner)
        {
            if (over.LeavesOpen)
                return;
        }

        foreach (var hold in _state.Holds)
        {
            if (hold.File is { } held && held.DependsOn(term))
            {
                facts.ClosedWhileHeld(hold, site);
                _state.End(hold, HoldEnd.Closed, site);
            }
        }

        foreach (var refused in _state.Ended.Where(e => e.Value.End == HoldEnd.Refused && term.Equals(e.Key.File)).Select(e => e.Key).ToList())
            _state.End(refused, HoldEnd.Closed, site);
        _state.Close(term, site);
    }

    private void WriteThrough(IOperation site, Value through, bool isBuffered)
    {
        if (through.Term is not { File: var file } writer)
            return;

        foreach (var hold in _state.Holds)
        {
            if (!file.Equals(hold.File))
                continue;

            facts.WrittenWhileHeld(hold, site, _state);
            if (isBuffered && FileCalls.BufferOf(writer) is { } buffer && !_autoFlushed.Contains(writer))
            {
                _state.KeepUnflushed(buffer);
                _writes[buffer] = site;
            }
        }

        _state.Write(new Term.LastWrite(file), Value.Of(new Term.Result(site)));
    }

    private void Flush(Term writer)
    {
        foreach (var (site, release, late) in _flushedLate)
        {
            if (_state.Unflushed.Contains(late) && writer.IsOver(late))
                facts.ReleasedUnflushed(site, release, _writes[late], late);
        }

        _state.Flush(writer);
    }

    /// <summary>Notes what writers over the file still keep to themselves when it is unlocked.</summary>
    private void NoteUnflushed(IOperation site, LockCall release, Term? file)
    {
        foreach (var writer in _state.Unflushed)
        {
            if (!writer.File.Equals(file))
                continue;
            if (FileCalls.SurelyBuffers(writer))
                facts.ReleasedUnflushed(site, release, _writes[writer], writer);
            else
                _flushedLate.Add((site, release, writer));
        }
    }

    private void WritePath(IOperation site, Term path)
    {
        foreach (var hold in _state.Holds)
        {
            if (path.Equals(hold.File?.Path))
                facts.WrittenWhileHeld(hold, site, _state);
        }
    }

    private ImmutableArray<Value> Arguments(ImmutableArray<IArgumentOperation> arguments)
    {
        var values = ImmutableArray.CreateBuilder<Value>(arguments.Length);
        foreach (var argument in arguments)
            values.Add(Evaluate(argument.Value));

        foreach (var argument in arguments)
        {
            // The callee may have put anything there; the lock functions only read what they are given by reference.
            if (argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out
                && PlaceOf(argument.Value) is { } place
                && !(argument.Parent is IInvocationOperation invocation && recognizer.Recognize(invocation) is not null))
            {
                _state.Write(place, Opaque(argument));
            }
        }

        return values.MoveToImmutable();
    }

    private static Value ArgumentFor(LockCall call, IOperation argument, ImmutableArray<Value> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (ReferenceEquals(call.Operation.Arguments[i].Value, argument))
                return values[i];
        }

        return Value.Unknown;
    }

    private static Value? ArgumentAt(IInvocationOperation invocation, ImmutableArray<Value> values, int ordinal)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (invocation.Arguments[i].Parameter?.Ordinal == ordinal)
                return values[i];
        }

        return null;
    }

    private static ITypeSymbol? TypeBehind(IOperation argument) =>
        argument.Type is IPointerTypeSymbol pointer ? pointer.PointedAtType : argument.Type;

    /// <summary>The parts of an OVERLAPPED or struct flock that say what is locked, by the names their fields go by.</summary>
    private LockArguments ReadStructure(Term structure, ITypeSymbol? type, LockArguments arguments)
    {
        foreach (var member in type?.GetMembers() ?? ImmutableArray<ISymbol>.Empty)
        {
            if (member is IFieldSymbol { IsStatic: false, AssociatedSymbol: null } or IPropertySymbol && StructureFields.RoleOf(member.Name) is { } role)
            {
                var place = new Term.Member(structure, member);
                arguments = arguments.With(role, structure is Term.Zeroed && !_state.Facts.ContainsKey(place) ? Value.Constant(0) : _state.Read(place));
            }
        }

        return arguments;
    }

    private void EscapeAll(ImmutableArray<IArgumentOperation> arguments, ImmutableArray<Value> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Escape(values[i]);
            if (arguments[i].Parent is not IInvocationOperation { TargetMethod: { ReturnsVoid: true } method } || !FileCalls.IsFramework(method))
                LoseOutcome(values[i]);
        }
    }

    private void Escape(Value value)
    {
        if (value.Term is not { File: var file })
            return;

        facts.Escapes.Add(file);
        _state.HandOff(file);
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
        ?? Arithmetic.Binary(binary.OperatorKind, left, right, binary.Type, binary.LeftOperand.Type);

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

    private void MayThrow(IOperation site, Hold? refused = null, Term? awaiting = null)
    {
        var thrown = _state.Copy();
        if (refused is not null)
            thrown.Refuse(refused);
        if (awaiting is not null && thrown.Holds.Find(h => h.Call.Api == LockApi.FileLocking && awaiting.Equals(h.File)) is { } pending)
            thrown.Drop(pending);
        Throws.Add(new(site, thrown, IsExplicit: false));
        foreach (var hold in _state.Holds)
            facts.ActedUnder(hold);
    }

    /// <summary>True when the call does not return on this path; for one that returns only if its argument allows, both ways are followed.</summary>
    private bool EndsPath(IInvocationOperation invocation, ImmutableArray<Value> arguments)
    {
        if (FileCalls.NeverReturns(invocation.TargetMethod))
        {
            if (!FileCalls.EndsProcess(invocation.TargetMethod))
                Throws.Add(new(invocation, _state.Copy(), IsExplicit: true));
            return _ends = true;
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (invocation.Arguments[i].Parameter is not { } parameter || FileCalls.ReturnsUnless(parameter) is not { } fatal)
                continue;

            var ends = arguments[i] switch
            {
                { IsZero: true } => !fatal,
                { SurelyNotZero: true } => fatal,
                _ => Choose(2) == 1,
            };
            if (!arguments[i].IsConstant && arguments[i].Term is { } term)
                _state.Assume(term, notZero: ends == fatal);
            if (ends)
            {
                Throws.Add(new(invocation, _state.Copy(), IsExplicit: true));
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

/// <summary>A way out of an operation by an exception.</summary>
/// <param name="Site">The operation.</param>
/// <param name="State">What is known there.</param>
/// <param name="IsExplicit">The code means to throw there, as a throw statement does.</param>
internal sealed record Thrown(IOperation Site, PathState State, bool IsExplicit);
