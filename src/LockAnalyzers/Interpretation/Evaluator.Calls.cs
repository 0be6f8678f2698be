using System.Collections.Immutable;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
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

        var first = arguments.IsEmpty ? SymbolicValue.Unknown : arguments[0];
        if (FileApi.Opens(constructor))
        {
            MayThrow(creation);
            WriteAt(creation, constructor, first);
            return Opened(creation, first, creation.Arguments, arguments);
        }

        if (FileApi.Wraps(constructor) && first.Expression is { } inner)
            return SymbolicValue.Object(new SymbolicExpression.WrapperStream(creation, inner, FileApi.LeavesOpen(creation)));
        if (FileApi.Rewraps(constructor) && first.Expression is not null)
            return first;

        // An object that is made of a locked file is about to own it, lock and all.
        if (!FileApi.IsQuiet(constructor) && !IsException(creation.Type))
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
            .Any(f =>
                f.DeclaringSyntaxReferences.Any(r =>
                    r.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer: not null }
                )
            );

    private SymbolicValue Invoke(IInvocationOperation invocation)
    {
        if (recognizer.Recognize(invocation) is { } call)
            return Lock(call);

        var method = invocation.TargetMethod;
        var instance = invocation.Instance is { } target ? Evaluate(target) : SymbolicValue.Unknown;
        var arguments = Arguments(invocation.Arguments);
        if (FileApi.IsView(method))
            return instance.Expression is null && !arguments.IsEmpty ? arguments[0] : instance;
        if (IsNumberConversion(method))
            return Arithmetic.Cast(arguments[0], null, method.ReturnType);
        if (wrappers.SummaryOf(invocation, arguments, budget.Cancellation) is { IsEmpty: false } effect)
            return Apply(effect, invocation, instance, arguments);

        if (
            arguments.Any(a => a is { IsConstant: true, Expression: SymbolicExpression.LockResult })
            && wrappers.ReturnsOf(invocation, arguments, budget.Cancellation) is { } answers
        )
            return AnswerOf(invocation, arguments, answers);

        if (FileApi.ClosesInstance(method))
        {
            Close(invocation, instance);
            return Opaque(invocation);
        }

        if (FileApi.ClosesArgument(method) && arguments.Length > 0)
        {
            Close(invocation, arguments[0]);
            return Opaque(invocation);
        }

        if (FileApi.WritesThroughInstance(method))
            WriteThrough(invocation, instance, isBuffered: true);
        if (FileApi.Flushes(method) && instance.Expression is { } flushed)
        {
            Flush(flushed);
            if (method.Name is "Flush" or "FlushAsync")
                facts.RecordFlush(flushed);
        }
        if (
            FileApi.WrittenArgument(method) is { } written
            && ArgumentAt(invocation, arguments, written) is { Expression: not null } through
        )
            WriteThrough(invocation, through, isBuffered: FileApi.IsStreamOrWriter(method.Parameters[written].Type));
        foreach (var ordinal in FileApi.WrittenPaths(method))
        {
            if (ArgumentAt(invocation, arguments, ordinal)?.Expression is { } path)
                WritePath(invocation, path);
        }

        if (
            method.Name == "SetLength"
            && !arguments.IsEmpty
            && arguments[arguments.Length - 1] is { IsConstant: true } length
            && (method.IsStatic ? arguments[0] : instance).Expression?.File is { } cut
        )
        {
            _state = _state.Learn(new SymbolicExpression.LengthOf(cut, new SymbolicExpression.Timestamp(invocation)), length);
        }

        Transfer(invocation, instance, arguments);
        if (!FileApi.IsQuiet(method))
            MayThrow(invocation, through: FileUsedBy(method, instance, arguments));
        else if (!FileApi.IsIdle(method))
            Act();
        if (FileApi.ReadsErrorCode(method))
            MarkUntestedLocksUndecided();
        if (EndsPath(invocation, arguments))
            return SymbolicValue.Unknown;
        if (FileApi.Opens(method))
            return Opened(invocation, arguments.IsEmpty ? instance : arguments[0], invocation.Arguments, arguments);
        if (
            method is { Name: "Seek", Parameters.Length: 2 }
            && FileApi.IsStreamOrWriter(method.ContainingType)
            && instance.Expression?.File is { } sought
        )
            return Seek(invocation, sought, ArgumentAt(invocation, arguments, 0)!, ArgumentAt(invocation, arguments, 1)!);
        if (
            method is { Name: "Min", ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } }
            && arguments.Any(a => a is { IsConstant: true, Bits.Value: > 0 and <= uint.MaxValue })
        )
            return Opaque(invocation) with { Bits = new KnownBits(0, 0xFFFFFFFF00000000) };
        if (method is { Name: "GetLength", ContainingType.Name: "RandomAccess" } && arguments.Length == 1)
            return LengthOf(arguments[0]);

        if (
            method is { Name: "ThrowIfGreaterThan" or "ThrowIfGreaterThanOrEqual", ContainingType.Name: "ArgumentOutOfRangeException" }
            && arguments.Length >= 2
            && arguments[0].Name is { } limited
            && arguments[1].Name is { } bound
        )
        {
            _state = _state.Learn(new SymbolicExpression.Binary(BinaryOperatorKind.GreaterThan, limited, bound), SymbolicValue.False);
        }

        if (FileApi.IsStableQuery(method))
        {
            var names = arguments
                .Reverse()
                .Aggregate((SymbolicExpression?)null, (tail, v) => v.Name is { } head ? new SymbolicExpression.Pair(head, tail) : tail);
            return _state.Refine(SymbolicValue.Of(new SymbolicExpression.Query(method, instance.Expression, names)));
        }

        StopTrackingResult(instance);
        if (!FileApi.IsNative(method))
        {
            EscapeAll(invocation.Arguments, arguments);
            if (!FileApi.IsFramework(method) || method.MethodKind == MethodKind.DelegateInvoke)
                _state = _state.InvalidateMembers();
        }

        if (!FileApi.IsQuiet(method))
            AssumeFilesChanged(invocation, instance, arguments);
        return Opaque(invocation);
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

    private static SymbolicValue? ArgumentAt(IInvocationOperation invocation, ImmutableArray<SymbolicValue> values, int ordinal)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (invocation.Arguments[i].Parameter?.Ordinal == ordinal)
                return values[i];
        }

        return null;
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

    /// <summary>The file that a call of the framework reads, writes or resizes.</summary>
    private static SymbolicExpression? FileUsedBy(IMethodSymbol method, SymbolicValue instance, ImmutableArray<SymbolicValue> arguments) =>
        FileApi.IsStreamOrWriter(method.ContainingType) ? instance.Expression?.File
        : method.ContainingType.Name == "RandomAccess" && FileApi.IsFramework(method) && !arguments.IsEmpty ? arguments[0].Expression?.File
        : null;

    private void Act()
    {
        foreach (var hold in _state.HeldLocks)
            facts.RecordFallibleWork(hold);
    }

    /// <summary>
    /// True when the call does not return on this path; for one that returns only if its argument allows, both ways are followed.
    /// </summary>
    private bool EndsPath(IInvocationOperation invocation, ImmutableArray<SymbolicValue> arguments)
    {
        if (FileApi.NeverReturns(invocation.TargetMethod))
        {
            EscapeAll(invocation.Arguments, arguments);
            if (!FileApi.EndsProcess(invocation.TargetMethod))
                _throws.Add(new(invocation, _state, IsExplicit: true));
            return _ends = true;
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (invocation.Arguments[i].Parameter is not { } parameter || FileApi.ReturnsUnless(parameter) is not { } fatal)
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
                _throws.Add(new(invocation, _state, IsExplicit: true));
                return _ends = true;
            }
        }

        return false;
    }

    /// <summary>Convert.ToUInt32 and its like, which give a number or enum in another type.</summary>
    private static bool IsNumberConversion(IMethodSymbol method) =>
        method is { IsStatic: true, Parameters.Length: 1, ContainingType: { Name: "Convert", ContainingNamespace.Name: "System" } }
        && method.Name.StartsWith("To", StringComparison.Ordinal)
        && method.Parameters[0].Type.SpecialType
            is not (SpecialType.System_String or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal);

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
