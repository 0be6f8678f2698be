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

    private Value LengthOf(Value stream) => stream.Term is { File: var file } ? LengthOf(file) : Value.Unknown;

    /// <summary>The length of a file as of now; a number only while nobody else can have written to it.</summary>
    private Value LengthOf(Term file)
    {
        var length = Value.Of(new Term.LengthOf(file, _state.Facts.TryGetValue(new Term.LastWrite(file), out var last) ? last.Term : null));
        return facts.Escapes.Contains(file) ? length : _state.Known(length);
    }

    private Value PositionOf(Term file) =>
        !_state.Facts.TryGetValue(new Term.Cursor(file), out var position) ? Value.Of(new Term.PositionOf(file, null))
        : position.Term is Term.Met or Term.Moment ? Value.Of(new Term.PositionOf(file, position.Term))
        : position;

    private static bool IsPosition(IPropertyReferenceOperation property) =>
        property is { Property.Name: "Position", Instance: { } instance } && FileCalls.IsStreamOrWriter(instance.Type);

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
        if (place is Term.Member { Instance: not (Term.Result or Term.Zeroed or Term.Variable or Term.Capture) })
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

    private Value Create(IObjectCreationOperation creation)
    {
        var arguments = Arguments(creation.Arguments);
        if (creation.Constructor is not { } constructor)
            return Opaque(creation);

        if (creation.Arguments.IsEmpty && constructor.IsImplicitlyDeclared && creation.Type is { } type && (type.IsValueType || IsLayout(type)))
            return Zero(creation, type);

        var first = arguments.IsEmpty ? Value.Unknown : arguments[0];
        if (FileCalls.Opens(constructor))
        {
            MayThrow(creation);
            WriteAt(creation, constructor, first);
            return Opened(creation, first, creation.Arguments, arguments);
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

    /// <summary>A new structure, every field of it zero.</summary>
    private Value Zero(IOperation site, ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None)
            return Value.Constant(0);

        var zeroed = new Term.Zeroed(site);
        _state.Forget(zeroed);
        ZeroFields(zeroed, type, levels: 3);
        return type.IsValueType ? Value.Of(zeroed) : Value.Object(zeroed);
    }

    private void ZeroFields(Term structure, ITypeSymbol type, int levels)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false } field)
                continue;

            var place = new Term.Member(structure, (ISymbol?)field.AssociatedSymbol ?? field);
            if (field.Type is { IsValueType: true, SpecialType: SpecialType.None, TypeKind: TypeKind.Struct } nested)
            {
                if (levels > 0)
                    ZeroFields(place, nested, levels - 1);
            }
            else
            {
                _state.Learn(place, Value.Constant(0));
            }
        }
    }

    /// <summary>True for a class that stands for a native structure.</summary>
    private static bool IsLayout(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object, IsSealed: _ } layout
        && layout.GetAttributes().Any(a => a.AttributeClass is { Name: "StructLayoutAttribute" })
        && !layout.GetMembers().OfType<IFieldSymbol>().Any(f => f.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer: not null }));

    private Value Opened(IOperation site, Value path, ImmutableArray<IArgumentOperation> arguments, ImmutableArray<Value> values)
    {
        var file = new Term.OpenedFile(site, path.Term);
        foreach (var refused in _state.LeftOpen(file))
            facts.EndedAtExit(refused, HoldEnd.Refused, new Exit(ExitKind.Exception, refused.Site.Syntax.GetLocation()));
        _state.Forget(file);
        _state.Reopen(file);
        var mode = ModeOf(site, arguments, values);
        if (mode is FileMode.Create or FileMode.CreateNew or FileMode.Truncate)
            _state.Learn(new Term.LengthOf(file, null), Value.Constant(0));
        if (!site.Type!.Name.Contains("Handle"))
            _state.Write(new Term.Cursor(file), mode == FileMode.Append ? Value.Of(new Term.LengthOf(file, null)) : Value.Constant(0));
        return new(Bits.Unknown, file, NotZero: site is IObjectCreationOperation || site.Type is { IsReferenceType: true });
    }

    /// <summary>How the file is opened, where the call or the method's name says so.</summary>
    private static FileMode? ModeOf(IOperation site, ImmutableArray<IArgumentOperation> arguments, ImmutableArray<Value> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (arguments[i].Parameter?.Type is { Name: "FileMode", ContainingNamespace.Name: "IO" })
                return values[i].IsConstant ? (FileMode)values[i].Bits.Value : null;
        }

        return site is IInvocationOperation { TargetMethod: { Name: "Create" or "CreateText", ContainingType: { Name: "File" or "FileInfo", ContainingNamespace.Name: "IO" } } }
            ? FileMode.Create
            : null;
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
        if (IsNumberConversion(method))
            return Arithmetic.Cast(arguments[0], null, method.ReturnType);
        if (wrappers.EffectOf(invocation, arguments, cancellation) is { IsEmpty: false } effect)
            return Apply(effect, invocation, instance, arguments);

        if (arguments.Any(a => a is { IsConstant: true, Term: Term.Outcome }) && wrappers.AnswersTo(invocation, arguments, cancellation) is { } answers)
            return AnswerOf(invocation, arguments, answers);

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

        if (method.Name == "SetLength" && !arguments.IsEmpty && arguments[arguments.Length - 1] is { IsConstant: true } length
            && (method.IsStatic ? arguments[0] : instance).Term?.File is { } cut)
        {
            _state.Learn(new Term.LengthOf(cut, new Term.Moment(invocation)), length);
        }

        Transfer(invocation, instance, arguments);
        if (!FileCalls.IsQuiet(method))
            MayThrow(invocation);
        else if (!FileCalls.IsIdle(method))
            Act();
        if (FileCalls.ReadsErrorCode(method))
            DoubtUntestedLocks();
        if (EndsPath(invocation, arguments))
            return Value.Unknown;
        if (FileCalls.Opens(method))
            return Opened(invocation, arguments.IsEmpty ? instance : arguments[0], invocation.Arguments, arguments);
        if (method is { Name: "Seek", Parameters.Length: 2 } && FileCalls.IsStreamOrWriter(method.ContainingType) && instance.Term?.File is { } sought)
            return Seek(invocation, sought, ArgumentAt(invocation, arguments, 0)!, ArgumentAt(invocation, arguments, 1)!);
        if (method is { Name: "Min", ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } } && arguments.Any(a => a is { IsConstant: true, Bits.Value: > 0 and <= uint.MaxValue }))
            return Opaque(invocation) with { Bits = new Bits(0, 0xFFFFFFFF00000000) };
        if (method is { Name: "GetLength", ContainingType.Name: "RandomAccess" } && arguments.Length == 1)
            return LengthOf(arguments[0]);

        if (method is { Name: "ThrowIfGreaterThan" or "ThrowIfGreaterThanOrEqual", ContainingType.Name: "ArgumentOutOfRangeException" }
            && arguments.Length >= 2 && arguments[0].Name is { } limited && arguments[1].Name is { } bound)
        {
            _state.Learn(new Term.Binary(BinaryOperatorKind.GreaterThan, limited, bound), Value.False);
        }

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

        if (!FileCalls.IsQuiet(method))
            Disturb(invocation, instance, arguments);
        return Opaque(invocation);
    }

    private Value Seek(IOperation site, Term file, Value offset, Value origin)
    {
        var position = origin switch
        {
            { IsConstant: true, Bits.Value: (long)SeekOrigin.Begin } => offset,
            { IsConstant: true, Bits.Value: (long)SeekOrigin.End } when offset.IsZero => LengthOf(file),
            _ => Value.Of(new Term.Moment(site)),
        };
        _state.Write(new Term.Cursor(file), position);
        return position;
    }

    /// <summary>Notes what a call reads or writes of a locked file, and where that leaves the position.</summary>
    private void Transfer(IInvocationOperation site, Value instance, ImmutableArray<Value> arguments)
    {
        if (FileTransfers.Of(site.TargetMethod) is not { } transfer
            || (transfer.File < 0 ? instance : ArgumentAt(site, arguments, transfer.File))?.Term is not { } through)
        {
            return;
        }

        // A reader or writer keeps a buffer of its own: the file's position is not where it reads.
        var file = through.File;
        var isBuffered = through is Term.Over && !ReferenceEquals(through, file);
        var bytes = BytesOf(site, transfer, arguments);
        var start = transfer.At is { } at ? ArgumentAt(site, arguments, at) ?? Value.Unknown
            : transfer.Appends ? Value.Of(new Term.LengthOf(file, null))
            : transfer.ByPath ? Value.Constant(0)
            : PositionOf(file);

        foreach (var hold in _state.Holds)
        {
            if (transfer.ByPath ? through.Equals(hold.File?.Path) : file.Equals(hold.File))
                facts.Accessed(hold, new(site, transfer.Size, transfer.IsWrite, start, bytes));
        }

        if (transfer.At is null && !transfer.ByPath)
        {
            _state.Write(
                new Term.Cursor(file),
                transfer.Size == TransferSize.ToEnd || start.Term is Term.LengthOf ? LengthOf(file)
                : start.IsConstant && bytes.IsConstant && !isBuffered && transfer.IsWrite ? Value.Constant(start.Bits.Value + bytes.Bits.Value)
                : Value.Of(new Term.Moment(site)));
        }
    }

    private Value BytesOf(IInvocationOperation site, FileTransfer transfer, ImmutableArray<Value> arguments)
    {
        switch (transfer.Size)
        {
            case TransferSize.Byte:
                return Value.Constant(1);
            case TransferSize.Typed:
                var type = transfer.Count is { } typed ? site.TargetMethod.Parameters[typed].Type : site.TargetMethod.ReturnType;
                return FileTransfers.BytesOf(type) is { } size ? Value.Constant(size) : Value.Unknown;
            case TransferSize.Counted when transfer.Count is { } count && ArgumentAt(site, arguments, count) is { } counted:
                return site.TargetMethod.Parameters[count].Type.SpecialType is SpecialType.None && counted.Term is { } buffer
                    ? _state.Known(Value.Of(new Term.LengthOf(buffer, null)))
                    : counted;
            default:
                return Value.Unknown;
        }
    }

    /// <summary>A call into code that is not followed may write to the files it is given, and to those that its object knows.</summary>
    private void Disturb(IInvocationOperation site, Value instance, ImmutableArray<Value> arguments)
    {
        var isOurs = !FileCalls.IsFramework(site.TargetMethod);
        var passed = arguments.Concat(FileCalls.IsStreamOrWriter(site.TargetMethod.ContainingType) ? [] : [instance]).Select(a => a.Term?.File).OfType<Term>().ToList();
        var says = Words.SaysWrite(site.TargetMethod.Name);
        foreach (var hold in _state.Holds)
        {
            if (says && hold.File is { } file && (passed.Contains(file) || (isOurs && file.Root is Term.This or Term.Member { Instance: null })))
                facts.Changed(hold);
        }

        var disturbed = _state.Facts.Keys
            .Select(k => k switch { Term.Cursor cursor => cursor.Moved, Term.LastWrite write => write.Written, Term.LengthOf length => length.Measured, _ => null })
            .OfType<Term>()
            .Concat(passed.Where(IsFileLike))
            .Concat(_state.Holds.Select(h => h.File).OfType<Term>())
            .Where(f => passed.Contains(f) || (isOurs && (f is not Term.OpenedFile || facts.Escapes.Contains(f)) && IsFileLike(f)))
            .Distinct()
            .ToList();
        foreach (var file in disturbed)
        {
            _state.Write(new Term.LastWrite(file), Value.Of(new Term.Moment(site)));
            _state.Write(new Term.Cursor(file), Value.Of(new Term.Moment(site)));
        }
    }

    private static bool IsFileLike(Term term) => term is Term.OpenedFile or Term.Member or Term.Variable;

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
        NoteUnflushed(site, call, file);
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
            facts.Changed(hold);
            if (isBuffered && FileCalls.BufferOf(writer) is { } buffer && !_autoFlushed.Contains(writer))
            {
                _state.KeepUnflushed(buffer);
                _writes[buffer] = site;
            }
        }

        var written = new Term.Moment(site);
        _state.Forget(written);
        _state.Write(new Term.LastWrite(file), Value.Of(written));
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

    private void MayThrow(IOperation site, Hold? refused = null, Term? awaiting = null)
    {
        var thrown = _state.Copy();
        if (refused is not null)
            thrown.Refuse(refused);
        if (awaiting is not null && thrown.Holds.Find(h => h.Call.Api == LockApi.FileLocking && awaiting.Equals(h.File)) is { } pending)
            thrown.Drop(pending);
        Throws.Add(new(site, thrown, IsExplicit: false) { Type = refused is null ? null : recognizer.IOException });
        Act();
    }

    private void Act()
    {
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

    private static bool IsNullable(ITypeSymbol? type) => type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    /// <summary>Convert.ToUInt32 and its like, which give a number or enum in another type.</summary>
    private static bool IsNumberConversion(IMethodSymbol method) =>
        method is { IsStatic: true, Parameters.Length: 1, ContainingType: { Name: "Convert", ContainingNamespace.Name: "System" } }
        && method.Name.StartsWith("To", StringComparison.Ordinal)
        && method.Parameters[0].Type.SpecialType is not (SpecialType.System_String or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal);

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
internal sealed record Thrown(IOperation Site, PathState State, bool IsExplicit)
{
    /// <summary>The exception, where it is known: the refusal of a lock is an IOException.</summary>
    public ITypeSymbol? Type { get; init; }
}
