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
internal sealed partial class Evaluator(
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

    /// <summary>Writers and streams that the code flushes somewhere: it takes them to buffer.</summary>
    private readonly HashSet<Term> _flushed = [];

    private readonly Dictionary<ISymbol, IOperation> _firstReferences = new(SymbolEqualityComparer.Default);

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
                var assigned = Assign(assignment.Target, CopyOf(assignment.Value));
                if (PlaceOf(assignment.Target) is Term.Member { Symbol.Name: var part } target && StructureFields.RoleOf(part) == Role.LockType)
                    _state.Write(new Term.Source(target), Value.Of(new Term.Result(assignment.Value)));
                return assigned;
            case ICompoundAssignmentOperation assignment:
                return Assign(assignment.Target, Arithmetic.Binary(
                    assignment.OperatorKind, Evaluate(assignment.Target), Evaluate(assignment.Value), assignment.Type, assignment.Value.Type));
            case IIncrementOrDecrementOperation increment:
                var step = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
                var before = Evaluate(increment.Target);
                var after = Assign(increment.Target, Arithmetic.Binary(step, before, Value.Constant(1), increment.Type, increment.Type));
                return increment.IsPostfix ? before : after;
            case ITupleOperation tuple:
                return Tuple(tuple);
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
                return operation.Type is { IsValueType: true } type ? Zero(operation, type) : Value.Null;
            case IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes } array:
                var size = Evaluate(sizes[0]);
                if (array.Initializer is { } elements)
                    EvaluateChildren(elements);
                var made = Opaque(array);
                if (made.Term is { } fresh && size.IsConstant)
                    _state.Learn(new Term.LengthOf(fresh, null), size);
                return made with { NotZero = true };
            case IObjectCreationOperation creation:
                return Create(creation);
            case IInvocationOperation invocation:
                return Invoke(invocation);
            case IFlowAnonymousFunctionOperation or IDelegateCreationOperation:
                foreach (var symbol in captured.All)
                    Escape(_state.Read(new Term.Variable(symbol)));
                EvaluateChildren(operation);
                return Opaque(operation);
            case IFunctionPointerInvocationOperation or IDynamicInvocationOperation:
                EvaluateChildren(operation);
                MayThrow(operation);
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
            if (operation is IInterpolatedStringOperation or IInterpolationOperation)
                continue;

            LoseOutcome(value);
            HandOffHandle(value);
        }
    }

    /// <summary>A value of which nothing is known but where it came from.</summary>
    private Value Opaque(IOperation operation)
    {
        var term = new Term.Result(operation);
        _state.Forget(term);
        _state.Reopen(term);
        return Value.Of(term);
    }

    private Value Read(Term place, IOperation reference)
    {
        if (place is Term.Variable { Symbol: var symbol } && (captured.Assigned.Contains(symbol) || symbol is ILocalSymbol { IsRef: true }))
            return Value.Of(place);

        var value = _state.Read(place);
        if (value.IsConstant || reference is not IFieldReferenceOperation { Field: var field })
            return value;

        if (constants.TryGetValue(field, out var constant))
            return constant;

        return place is Term.Member { Instance: var owner } && place.Equals(value.Term) && FileCalls.IsStreamOrWriter(field.Type) && constants.Wrapped.InnerOf(field) is { } inner
            ? value with { Term = new Term.Over(FirstReferenceTo(field, reference), new Term.Member(owner, inner)) }
            : value;
    }

    /// <summary>One site for all uses of a field that holds a writer, so that they are all the same writer.</summary>
    private IOperation FirstReferenceTo(ISymbol field, IOperation reference)
    {
        if (!_firstReferences.TryGetValue(field, out var first))
            _firstReferences.Add(field, first = reference);
        return first;
    }

    /// <summary>The place that an operation reads or writes, or null where it is no place we follow.</summary>
    private Term? PlaceOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => new Term.Variable(local.Local),
        IParameterReferenceOperation parameter => new Term.Variable(parameter.Parameter),
        IFlowCaptureReferenceOperation capture => new Term.Capture(capture.Id),
        IFieldReferenceOperation { Field.IsStatic: true } field => new Term.Member(null, field.Field),
        IFieldReferenceOperation { Instance: { } instance } field => ObjectOf(instance) is { } term ? new Term.Member(term, Tuples.FieldBehind(field.Field)) : null,
        IPropertyReferenceOperation { Arguments.IsEmpty: true, Property.IsStatic: true } property => new Term.Member(null, property.Property),
        IPropertyReferenceOperation { Arguments.IsEmpty: true, Instance: { } instance } property =>
            ObjectOf(instance) is { } term ? new Term.Member(term, (ISymbol?)constants.FieldBehind(property.Property) ?? property.Property) : null,
        IDeclarationExpressionOperation declaration => PlaceOf(declaration.Expression),
        IConversionOperation { IsImplicit: true } conversion => PlaceOf(conversion.Operand),
        _ => null,
    };

    private Term? ObjectOf(IOperation instance) => instance switch
    {
        // What a pointer points at has no operation of its own; the pointer evaluates to what it points at.
        { Kind: OperationKind.None } when instance.ChildOperations.Count == 1 => Evaluate(instance.ChildOperations.First()).Term,
        _ => Evaluate(instance).Term,
    };

    private Value Property(IPropertyReferenceOperation property)
    {
        foreach (var argument in property.Arguments)
            Evaluate(argument);
        if (!property.Arguments.IsEmpty)
            MayThrow(property);
        if (property.Instance is { } guarded && IsHandleGuard(property.Property.Name) is { } answer && LockedBy(Evaluate(guarded)) is not null)
            return answer;
        if (property.Instance is { } instance && (FileCalls.IsView(property.Property) || IsNullable(instance.Type)))
            return property.Property.Name == "HasValue" ? Arithmetic.Not(Arithmetic.Equal(Evaluate(instance), Value.Null, null)) : Evaluate(instance);
        if (constants.TryGetValue(property.Property, out var constant))
            return constant;
        if (property is { Property.Name: "Length", Instance: { } measured })
        {
            if (FileCalls.IsStreamOrWriter(measured.Type))
                return LengthOf(Evaluate(measured));
            if (measured.Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String } && Evaluate(measured).Term is { } whole)
                return _state.Known(Value.Of(new Term.LengthOf(whole, null)));
        }

        if (IsPosition(property) && Evaluate(property.Instance!).Term?.File is { } moved)
            return PositionOf(moved);
        if (FileCalls.IsVolatile(property.Property) || PlaceOf(property) is not { } place)
        {
            if (property.Instance is { } unread)
                Evaluate(unread);
            return Opaque(property);
        }

        return _state.Read(place);
    }

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
        if (target is IPropertyReferenceOperation position && IsPosition(position) && Evaluate(position.Instance!).Term?.File is { } file)
        {
            _state.Write(new Term.Cursor(file), value);
            return value;
        }

        if (target is IDiscardOperation)
            return value;
        if (PlaceOf(target) is not { } place)
        {
            Evaluate(target);
            Escape(value);
            LoseOutcome(value);
            return value;
        }

        if (place is Term.Variable { Symbol: var shared } && captured.Assigned.Contains(shared))
            LoseOutcome(value);

        if (target is IFlowCaptureReferenceOperation reference && _places.TryGetValue(reference.Id, out var behind))
            place = behind;
        if (place is Term.Member { Instance: Term.This } && facts.IsConstructor && value.Term is { File: var own } && LockedBy(value) is not { IsHandle: true })
            facts.Escapes.Add(own);
        else if (place is Term.Member { Instance: not (Term.Result or Term.Zeroed or Term.Variable or Term.Capture) })
            Escape(value);
        if (SymbolAt(place) is { } symbol && !value.Equals(_state.Read(place)))
        {
            foreach (var hold in _state.Holds)
                facts.Reassigned(hold, symbol);
        }

        _state.Write(place, value);
        return value;
    }

    private Value Tuple(ITupleOperation tuple)
    {
        var made = new Term.Result(tuple);
        var values = tuple.Elements.Select(Evaluate).ToArray();
        foreach (var value in values)
            HandOffHandle(value);
        _state.Forget(made);
        for (var i = 0; i < values.Length; i++)
        {
            if (Tuples.Field(tuple.Type, i) is { } field)
                _state.Write(new Term.Member(made, field), values[i]);
        }

        return Value.Object(made);
    }

    /// <summary>A value as its new place holds it: a struct whose fields are followed is copied, not shared.</summary>
    private Value CopyOf(IOperation source)
    {
        var value = Evaluate(source);
        if (source is not (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation)
            || value.Term is not (Term.Zeroed or Term.Result { Site: ITupleOperation }))
        {
            return value;
        }

        Term copy = value.Term is Term.Zeroed ? new Term.Zeroed(source) : new Term.Result(source);
        _state.Forget(copy);
        foreach (var fact in _state.Facts)
        {
            if (fact.Key is Term.Member { Instance: { } owner } member && owner.Equals(value.Term))
            {
                var own = member with { Instance = copy };
                _state.Write(own, fact.Value);
                if (_state.Facts.TryGetValue(new Term.Source(member), out var given))
                    _state.Write(new Term.Source(own), given);
            }
        }

        return value with { Term = copy };
    }

    private static ISymbol? SymbolAt(Term place) => place switch
    {
        Term.Variable variable => variable.Symbol,
        Term.Member { Instance: null or Term.This, Symbol: IFieldSymbol field } => field,
        _ => null,
    };

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
                var whole = Evaluate(source).Term;
                for (var i = 0; i < targets.Elements.Length; i++)
                {
                    var part = whole is not null && Tuples.Field(source.Type, i) is { } field ? _state.Read(new Term.Member(whole, field)) : Opaque(targets.Elements[i]);
                    if (targets.Elements[i] is not (IDiscardOperation or ITupleOperation or IDeclarationExpressionOperation { Expression: ITupleOperation }))
                        Assign(targets.Elements[i], part);
                }
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

        // A nullable number that is zero is there: it is not null.
        if (operand.IsZero && IsNullable(conversion.Type) && !IsNullable(conversion.Operand.Type) && conversion.Operand.ConstantValue is not { HasValue: true, Value: null })
            return new(Bits.Unknown, null, NotZero: true);

        // A checked cast loses nothing: the value that comes out is the one that went in.
        if (conversion is { IsChecked: true, OperatorMethod: null, Type: { } checkedType } && !operand.IsConstant)
            return Arithmetic.Cast(operand with { Term = null }, conversion.Operand.Type, checkedType) with { Term = operand.Term };

        // A handle struct made from a pointer, a SafeHandle seen as its base class: the conversion shows the same thing.
        return conversion.OperatorMethod is not null || conversion.Type is null
            ? operand.Term is Term.Outcome ? operand : operand with { Bits = Bits.Unknown }
            : Arithmetic.Cast(operand, conversion.Operand.Type, conversion.Type);
    }

    private Value Matches(Value value, ITypeSymbol? type, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } when LockedBy(value) is not null:
                return Value.False;
            case IConstantPatternOperation constant:
                return Arithmetic.Equal(value, Evaluate(constant.Value), type);
            case INegatedPatternOperation negated:
                return Arithmetic.Not(Matches(value, type, negated.Pattern));
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local }:
                _state.Write(new Term.Variable(local), value with { NotZero = true });
                return value.SurelyNotZero && SymbolEqualityComparer.Default.Equals(type, local.Type) ? Value.True
                    : value.IsZero ? Value.False
                    : Value.Of(value.Term is { } term ? new Term.OfType(term, local.Type) : null);
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

    private static bool IsNullable(ITypeSymbol? type) => type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
}

/// <summary>A way out of an operation by an exception.</summary>
/// <param name="Site">The operation.</param>
/// <param name="State">What is known there.</param>
/// <param name="IsExplicit">The code means to throw there, as a throw statement does.</param>
internal sealed record Thrown(IOperation Site, PathState State, bool IsExplicit)
{
    /// <summary>The exception, where it is known: the refusal of a lock is an IOException.</summary>
    public ITypeSymbol? Type { get; init; }

    /// <summary>The file whose reading or writing failed.</summary>
    public Term? Through { get; init; }
}
