using System.Runtime.CompilerServices;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// Evaluates the operations of one basic block on one path. A call that can turn out in several ways is evaluated once for each: the
/// caller replays the operation with every sequence of outcomes.
/// </summary>
internal sealed partial class Evaluator(
    LockRecognizer recognizer,
    WrapperSummaries wrappers,
    ConstantMembers constants,
    BodyTraits traits,
    FactsBuilder facts,
    WorkBudget budget
)
{
    /// <summary>
    /// The choices in one operation that are followed in every way. Beyond them a call is taken to succeed, and its lock counts as
    /// undecided,
    /// so that <c>new[] { a.TryAcquire(), b.TryAcquire(), … }</c> does not double the work with each element.
    /// </summary>
    private const int MaxChoices = 6;

    private readonly List<int> _outcomes = [];
    private readonly List<int> _alternatives = [];
    private List<ExceptionPath> _throws = [];
    private PathState _state = PathState.Empty;
    private int _nextOutcome;

    /// <summary>The path goes no further: a call on it never returns.</summary>
    private bool _ends;

    /// <summary>Evaluates <paramref name="operation"/> in every way it can turn out.</summary>
    public Evaluation Evaluate(IOperation operation, PathState state)
    {
        _throws = [];
        var results = new List<(PathState, SymbolicValue)>();
        var pending = new Stack<int[]>();
        pending.Push([]);
        while (pending.Count > 0)
        {
            budget.Charge();
            var given = pending.Pop();
            _outcomes.Clear();
            _outcomes.AddRange(given);
            _alternatives.Clear();
            _nextOutcome = 0;
            _state = state;
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

        return new(results, _throws);
    }

    /// <summary>
    /// Picks one of <paramref name="count"/> outcomes; the others are replayed later. False, with the first outcome, where the operation
    /// has
    /// too many choices to replay them all.
    /// </summary>
    private bool Choose(int count, out int outcome)
    {
        outcome = 0;
        if (_nextOutcome < _outcomes.Count)
        {
            outcome = _outcomes[_nextOutcome++];
            return true;
        }

        if (_outcomes.Count == MaxChoices)
            return false;

        _outcomes.Add(0);
        _alternatives.Add(count);
        _nextOutcome++;
        return true;
    }

    private SymbolicValue Evaluate(IOperation operation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue is { HasValue: true } constant)
            return ConstantMembers.ValueOf(constant.Value);

        switch (operation)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IFlowCaptureReferenceOperation:
                return EvaluatePlace(operation) is { } read ? Read(read, operation) : Opaque(operation);
            case IPropertyReferenceOperation property:
                return Property(property);
            case IInstanceReferenceOperation:
                return SymbolicValue.Object(new SymbolicExpression.This());
            case IFlowCaptureOperation capture:
                return Capture(capture);
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
                MayThrow(operation, awaiting: result.Expression);
                return result;
            case IConversionOperation conversion:
                return Convert(conversion);
            case ISimpleAssignmentOperation assignment:
                var assigned = Assign(assignment.Target, CopyOf(assignment.Value));
                if (
                    EvaluatePlace(assignment.Target) is SymbolicExpression.Member { Symbol.Name: var part } target
                    && LockStructFields.RoleOf(part) == ArgumentRole.LockType
                )
                    _state = _state.Write(
                        new SymbolicExpression.Source(target),
                        SymbolicValue.Of(new SymbolicExpression.Result(assignment.Value))
                    );
                return assigned;
            case ICompoundAssignmentOperation assignment:
                return Assign(
                    assignment.Target,
                    Arithmetic.Binary(
                        assignment.OperatorKind,
                        Evaluate(assignment.Target),
                        Evaluate(assignment.Value),
                        assignment.Type,
                        assignment.Value.Type
                    )
                );
            case IIncrementOrDecrementOperation increment:
                var step = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
                var before = Evaluate(increment.Target);
                var after = Assign(
                    increment.Target,
                    Arithmetic.Binary(step, before, SymbolicValue.Constant(1), increment.Type, increment.Type)
                );
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
                return LockHeldOn(perhapsNull) is not null ? SymbolicValue.False : Arithmetic.Equal(perhapsNull, SymbolicValue.Null, null);
            case IIsPatternOperation pattern:
                return Matches(Evaluate(pattern.Value), pattern.Value.Type, pattern.Pattern);
            case IDefaultValueOperation:
                return operation.Type is { IsValueType: true } type ? Zero(operation, type) : SymbolicValue.Null;
            case IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes } array:
                var size = Evaluate(sizes[0]);
                if (array.Initializer is { } elements)
                    EvaluateChildren(elements);
                var made = Opaque(array);
                if (made.Expression is { } fresh && size.IsConstant)
                    _state = _state.Learn(new SymbolicExpression.LengthOf(fresh, null), size);
                return made with { NotZero = true };
            case IObjectCreationOperation creation:
                return Create(creation);
            case IInvocationOperation invocation:
                return Invoke(invocation);
            case IInvalidOperation unbound:
                return Unbound(unbound);
            case IFlowAnonymousFunctionOperation or IDelegateCreationOperation:
                foreach (var symbol in traits.Captured)
                    Escape(_state.Read(new SymbolicExpression.Variable(symbol)));
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

            StopTrackingResult(value);
            HandOffHandle(value);
        }
    }

    /// <summary>A value of which nothing is known but where it came from.</summary>
    private SymbolicValue Opaque(IOperation operation)
    {
        var term = new SymbolicExpression.Result(operation);
        _state = _state.Forget(term);
        _state = _state.Reopen(term);
        return SymbolicValue.Of(term);
    }

    private SymbolicValue Read(SymbolicExpression place, IOperation reference)
    {
        if (
            place is SymbolicExpression.Variable { Symbol: var symbol }
            && (traits.ChangedElsewhere.Contains(symbol) || symbol is ILocalSymbol { IsRef: true })
        )
            return SymbolicValue.Of(place);

        var value = _state.Read(place);
        if (value.IsConstant || reference is not IFieldReferenceOperation { Field: var field })
            return value;

        if (constants.TryGetValue(field, out var constant))
            return constant;

        return
            place is SymbolicExpression.Member { Instance: var owner }
            && place.Equals(value.Expression)
            && FileApi.IsStreamOrWriter(field.Type)
            && constants.Wrapped.InnerOf(field) is { } inner
            ? value with
            {
                Expression = new SymbolicExpression.WrapperStream(
                    traits.FirstReferenceTo(field) ?? reference,
                    new SymbolicExpression.Member(owner, inner)
                ),
            }
            : value;
    }

    /// <summary>The place that an operation reads or writes, or null where it is no place we follow.</summary>
    private SymbolicExpression? EvaluatePlace(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => new SymbolicExpression.Variable(local.Local),
            IParameterReferenceOperation parameter => new SymbolicExpression.Variable(parameter.Parameter),
            IFlowCaptureReferenceOperation capture => new SymbolicExpression.Capture(capture.Id),
            IFieldReferenceOperation { Field.IsStatic: true } field => new SymbolicExpression.Member(null, field.Field),
            IFieldReferenceOperation { Instance: { } instance } field => EvaluateInstance(instance) is { } term
                ? new SymbolicExpression.Member(term, Tuples.FieldBehind(field.Field))
                : null,
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property.IsStatic: true } property => new SymbolicExpression.Member(
                null,
                property.Property
            ),
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Instance: { } instance } property => EvaluateInstance(instance)
                is { } term
                ? new SymbolicExpression.Member(term, (ISymbol?)constants.FieldBehind(property.Property) ?? property.Property)
                : null,
            IDeclarationExpressionOperation declaration => EvaluatePlace(declaration.Expression),
            IConversionOperation { IsImplicit: true } conversion => EvaluatePlace(conversion.Operand),
            _ => null,
        };

    private SymbolicExpression? EvaluateInstance(IOperation instance) =>
        instance switch
        {
            // What a pointer points at has no operation of its own; the pointer evaluates to what it points at.
            { Kind: OperationKind.None } when instance.ChildOperations.Count == 1 => Evaluate(instance.ChildOperations.First()).Expression,
            _ => Evaluate(instance).Expression,
        };

    private SymbolicValue Property(IPropertyReferenceOperation property)
    {
        foreach (var argument in property.Arguments)
            Evaluate(argument);
        if (!property.Arguments.IsEmpty)
            MayThrow(property);
        var effect = FileApi.EffectOf(property.Property);
        if (effect.AnswerWhileLocked is not null && property.Instance is { } guarded && Answer(effect, Evaluate(guarded)) is { } answer)
            return answer;
        if (effect.IsView && property.Instance is { } shown)
            return Evaluate(shown);
        if (effect.AsksPresence && property.Instance is { } perhaps)
            return Arithmetic.Not(Arithmetic.Equal(Evaluate(perhaps), SymbolicValue.Null, null));
        if (constants.TryGetValue(property.Property, out var constant))
            return constant;
        if (effect.AsksLength && property.Instance is { } measured)
        {
            if (FileApi.IsStreamOrWriter(measured.Type))
                return LengthOf(Evaluate(measured));
            if (
                measured.Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String }
                && Evaluate(measured).Expression is { } whole
            )
                return _state.Refine(SymbolicValue.Of(new SymbolicExpression.LengthOf(whole, null)));
        }

        if (IsPosition(property) && Evaluate(property.Instance!).Expression?.File is { } moved)
            return PositionOf(moved);
        if (effect.IsVolatile || EvaluatePlace(property) is not { } place)
        {
            if (property.Instance is { } unread)
                Evaluate(unread);
            return Opaque(property);
        }

        return _state.Read(place);
    }

    /// <summary>What a property tells of a file that is locked, or closed.</summary>
    private SymbolicValue? Answer(MemberEffect effect, SymbolicValue file) =>
        (
            LockHeldOn(file) is not null ? effect.AnswerWhileLocked
            : IsClosed(file) ? effect.AnswerOnceClosed
            : null
        ) switch
        {
            true => SymbolicValue.True,
            false => SymbolicValue.False,
            null => null,
        };

    private bool IsClosed(SymbolicValue file) => file.Expression is { File: var closed } && _state.Closed.ContainsKey(closed);

    /// <summary>What the compiler keeps from one block of an expression for another: a value, and the place it was read from.</summary>
    private SymbolicValue Capture(IFlowCaptureOperation capture)
    {
        var value = Evaluate(capture.Value);
        var place = EvaluatePlace(capture.Value);
        if (place is not (null or SymbolicExpression.Capture))
            _state = _state.Capture(capture.Id, place);
        _state = _state.Write(new SymbolicExpression.Capture(capture.Id), value with { Expression = value.Expression ?? place });
        return value;
    }

    private SymbolicValue Assign(IOperation target, SymbolicValue value)
    {
        if (
            target is IPropertyReferenceOperation { Instance: { } stream } set
            && FileApi.EffectOf(set.Property) is { IsPosition: true } or { IsAutoFlush: true }
            && Evaluate(stream).Expression is { } writer
        )
        {
            _state = _state.Flush(writer);
            if (FileApi.EffectOf(set.Property).IsAutoFlush && !value.IsZero)
                _state = _state.AutoFlush(writer);
        }

        if (target is IPropertyReferenceOperation { Arguments.IsEmpty: false })
            StopTrackingResult(value);
        if (
            target is IPropertyReferenceOperation position
            && IsPosition(position)
            && Evaluate(position.Instance!).Expression?.File is { } file
        )
        {
            _state = _state.Write(new SymbolicExpression.Cursor(file), value);
            return value;
        }

        if (target is IDiscardOperation)
            return value;
        if (EvaluatePlace(target) is not { } place)
        {
            Evaluate(target);
            Escape(value);
            StopTrackingResult(value);
            return value;
        }

        if (place is SymbolicExpression.Variable { Symbol: var shared } && traits.ChangedElsewhere.Contains(shared))
            StopTrackingResult(value);

        if (target is IFlowCaptureReferenceOperation reference && _state.CapturedPlaces.TryGetValue(reference.Id, out var behind))
            place = behind;
        if (
            place is SymbolicExpression.Member { Instance: SymbolicExpression.This }
            && facts.IsConstructor
            && value.Expression is { File: var own }
            && LockHeldOn(value) is not { IsHandle: true }
        )
        {
            facts.Escapes.Add(own);
            _state = _state.Share(own);
        }
        else if (
            place is SymbolicExpression.Member
            {
                Instance: not (
                    SymbolicExpression.Result
                    or SymbolicExpression.Zeroed
                    or SymbolicExpression.Variable
                    or SymbolicExpression.Capture
                )
            }
        )
            Escape(value);
        if (SymbolAt(place) is { } symbol && !value.Equals(_state.Read(place)))
        {
            foreach (var hold in _state.HeldLocks)
                facts.RecordReassignment(hold, symbol);
        }

        _state = _state.Write(place, value);
        return value;
    }

    private SymbolicValue Tuple(ITupleOperation tuple)
    {
        var made = new SymbolicExpression.Result(tuple);
        var values = tuple.Elements.Select(Evaluate).ToArray();
        foreach (var value in values)
            HandOffHandle(value);
        _state = _state.Forget(made);
        for (var i = 0; i < values.Length; i++)
        {
            if (Tuples.Field(tuple.Type, i) is { } field)
                _state = _state.Write(new SymbolicExpression.Member(made, field), values[i]);
        }

        return SymbolicValue.Object(made);
    }

    /// <summary>A value as its new place holds it: a struct whose fields are followed is copied, not shared.</summary>
    private SymbolicValue CopyOf(IOperation source)
    {
        var value = Evaluate(source);
        if (
            source is not (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation)
            || value.Expression is not (SymbolicExpression.Zeroed or SymbolicExpression.Result { Site: ITupleOperation })
        )
        {
            return value;
        }

        SymbolicExpression copy =
            value.Expression is SymbolicExpression.Zeroed ? new SymbolicExpression.Zeroed(source) : new SymbolicExpression.Result(source);
        _state = _state.Forget(copy);
        foreach (var fact in _state.Facts)
        {
            if (fact.Key is SymbolicExpression.Member { Instance: { } owner } member && owner.Equals(value.Expression))
            {
                var own = member with { Instance = copy };
                _state = _state.Write(own, fact.Value);
                if (_state.Facts.TryGetValue(new SymbolicExpression.Source(member), out var given))
                    _state = _state.Write(new SymbolicExpression.Source(own), given);
            }
        }

        return value with
        {
            Expression = copy,
        };
    }

    private static ISymbol? SymbolAt(SymbolicExpression place) =>
        place switch
        {
            SymbolicExpression.Variable variable => variable.Symbol,
            SymbolicExpression.Member { Instance: null or SymbolicExpression.This, Symbol: IFieldSymbol field } => field,
            _ => null,
        };

    private SymbolicValue Deconstruct(IOperation target, IOperation source)
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
                var whole = Evaluate(source).Expression;
                for (var i = 0; i < targets.Elements.Length; i++)
                {
                    var part =
                        whole is not null && Tuples.Field(source.Type, i) is { } field
                            ? _state.Read(new SymbolicExpression.Member(whole, field))
                            : Opaque(targets.Elements[i]);
                    if (
                        targets.Elements[i]
                        is not (IDiscardOperation or ITupleOperation or IDeclarationExpressionOperation { Expression: ITupleOperation })
                    )
                        Assign(targets.Elements[i], part);
                }
            }
        }

        return SymbolicValue.Unknown;
    }

    private void Deconstruct(IOperation target, IOperation source, SymbolicValue value)
    {
        if (target is ITupleOperation or IDeclarationExpressionOperation { Expression: ITupleOperation })
            Deconstruct(target, source);
        else if (target is not IDiscardOperation)
            Assign(target, value);
    }

    private SymbolicValue Convert(IConversionOperation conversion)
    {
        var operand = Evaluate(conversion.Operand);

        // A nullable number that is zero is there: it is not null.
        if (
            operand.IsZero
            && IsNullable(conversion.Type)
            && !IsNullable(conversion.Operand.Type)
            && conversion.Operand.ConstantValue is not { HasValue: true, Value: null }
        )
            return new(KnownBits.Unknown, null, NotZero: true);

        // A checked cast loses nothing: the value that comes out is the one that went in.
        if (conversion is { IsChecked: true, OperatorMethod: null, Type: { } checkedType } && !operand.IsConstant)
            return Arithmetic.Cast(operand with { Expression = null }, conversion.Operand.Type, checkedType) with
            {
                Expression = operand.Expression,
            };

        // A handle struct made from a pointer, a SafeHandle seen as its base class: the conversion shows the same thing.
        return conversion.OperatorMethod is not null || conversion.Type is null
            ? operand.Expression is SymbolicExpression.LockResult
                ? operand
                : operand with
                {
                    Bits = KnownBits.Unknown,
                }
            : Arithmetic.Cast(operand, conversion.Operand.Type, conversion.Type);
    }

    private SymbolicValue Matches(SymbolicValue value, ITypeSymbol? type, IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } when LockHeldOn(value) is not null:
                return SymbolicValue.False;
            case IConstantPatternOperation constant:
                return Arithmetic.Equal(value, Evaluate(constant.Value), type);
            case INegatedPatternOperation negated:
                return Arithmetic.Not(Matches(value, type, negated.Pattern));
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local }:
                _state = _state.Write(new SymbolicExpression.Variable(local), value with { NotZero = true });
                return value.SurelyNotZero && SymbolEqualityComparer.Default.Equals(type, local.Type) ? SymbolicValue.True
                    : value.IsZero ? SymbolicValue.False
                    : SymbolicValue.Of(value.Expression is { } term ? new SymbolicExpression.OfType(term, local.Type) : null);
            case IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true } recursive:
                if (recursive.DeclaredSymbol is ILocalSymbol named)
                    _state = _state.Write(new SymbolicExpression.Variable(named), value with { NotZero = true });
                return recursive.PropertySubpatterns.IsEmpty ? Arithmetic.Not(Arithmetic.Equal(value, SymbolicValue.Null, null))
                    : recursive.PropertySubpatterns.Any(part => IsRefuted(value, part)) ? SymbolicValue.False
                    : SymbolicValue.Unknown;
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                var left = Matches(value, type, either.LeftPattern);
                var right = Matches(value, type, either.RightPattern);
                return left.SurelyNotZero || right.SurelyNotZero ? SymbolicValue.True
                    : left.IsZero && right.IsZero ? SymbolicValue.False
                    : SymbolicValue.Unknown;
            case IRelationalPatternOperation relational:
                return Arithmetic.Binary(relational.OperatorKind, value, Evaluate(relational.Value), null, type);
            case IDiscardPatternOperation:
                return SymbolicValue.True;
            default:
                StopTrackingResult(value);
                return SymbolicValue.Unknown;
        }
    }

    /// <summary>True for <c>{ CanRead: true }</c> of a closed file.</summary>
    private bool IsRefuted(SymbolicValue value, IPropertySubpatternOperation part) =>
        part is { Member: IPropertyReferenceOperation { Property: var property }, Pattern: IConstantPatternOperation expected }
        && Answer(FileApi.EffectOf(property), value) is { } answer
        && answer.IsZero != Evaluate(expected.Value).IsZero;

    private static bool IsNullable(ITypeSymbol? type) => type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
}
