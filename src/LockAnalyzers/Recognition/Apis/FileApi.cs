using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>
/// What methods and properties that take no lock do to files: open, wrap, write or close one, or merely show it in another guise. The
/// answers are the rows of <see cref="FileApiRows"/>, completed by what the symbol itself says.
/// </summary>
internal static class FileApi
{
    private static readonly ConditionalWeakTable<IMethodSymbol, CallEffect> Effects = new();

    public static CallEffect EffectOf(IMethodSymbol method) => Effects.GetValue(method, Read);

    public static MemberEffect EffectOf(IPropertySymbol property)
    {
        var row = FileApiRows.Properties.TryGetValue(property.Name, out var known) ? known : MemberEffect.None;
        if (property.ContainingType is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
        {
            var asksPresence = property.Name == "HasValue";
            return row with { AsksPresence = asksPresence, IsView = !asksPresence };
        }

        return IsView(property) ? row with { IsView = true } : row;
    }

    /// <summary>
    /// What a call does that the compiler cannot bind: on a stream, reader or writer by its name; an opening by what it is to yield.
    /// </summary>
    public static CallEffect EffectOfUnbound(IInvalidOperation call, ITypeSymbol? receiver) =>
        call.Syntax switch
        {
            BaseObjectCreationExpressionSyntax creation when Inherits(call.Type, "FileStream") => new()
            {
                Opens = new() { HasPosition = true, Mode = ModeIn(creation.ArgumentList) },
            },
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Calls.NameOf(access.Expression) == "File"
            && Inherits(call.Type, "FileStream")
                ? OpensUnbound
            : receiver is not null
            && IsStreamOrWriter(receiver)
            && FileApiRows.StreamMembers.TryGetValue(access.Name.Identifier.ValueText, out var row)
                ? row with
                {
                    IsBuffered = row.WritesThrough is not null,
                }
            : CallEffect.None,
            _ => CallEffect.None,
        };

    /// <summary>The mode that an argument names: <c>FileMode.Create</c>.</summary>
    private static FileMode? ModeIn(ArgumentListSyntax? arguments) =>
        arguments
            ?.Arguments.Select(a => a.Expression)
            .OfType<MemberAccessExpressionSyntax>()
            .Where(a => Calls.NameOf(a.Expression) == nameof(FileMode))
            .Select(a => Enum.TryParse<FileMode>(a.Name.Identifier.ValueText, out var mode) ? mode : (FileMode?)null)
            .FirstOrDefault();

    private static readonly CallEffect OpensUnbound = new() { Opens = new() { HasPosition = true } };

    public static bool Opens(IMethodSymbol method) => EffectOf(method).Opens is not null;

    public static bool ClosesArgument(IMethodSymbol method) => EffectOf(method).Closes >= 0;

    public static ImmutableArray<int> WrittenPaths(IMethodSymbol method) => EffectOf(method).WrittenPaths;

    /// <summary>What a call that deletes a file deletes.</summary>
    public static IOperation? DeletedPath(IInvocationOperation call) =>
        EffectOf(call.TargetMethod).Deletes switch
        {
            null => null,
            CallEffect.Instance => call.Instance,
            var ordinal => call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value,
        };

    /// <summary>True for an opening that asks for no more than to read.</summary>
    public static bool OpensForReading(IOperation opening)
    {
        var (method, arguments) = CallOf(opening);
        return method?.Name is "OpenRead" or "OpenText"
            || method is { MethodKind: MethodKind.Constructor, ContainingType.Name: "StreamReader" }
            || arguments.Any(a =>
                a.Parameter?.Type is { Name: "FileAccess", ContainingNamespace.Name: "IO" }
                && a.Value.ConstantValue is { HasValue: true, Value: (int)FileAccess.Read }
            );
    }

    /// <summary>True for a call or creation that opens a file.</summary>
    public static bool IsOpening(IOperation operation) => CallOf(operation).Method is { } method && Opens(method);

    /// <summary>
    /// What others may do with a file while it is open, as .NET understands it; null where the opening does not say it in constants, and
    /// where
    /// a native function opens the file.
    /// </summary>
    public static FileShare? ShareOf(IOperation opening)
    {
        var (method, arguments) = CallOf(opening);
        return method is null || EffectOf(method).Opens is not { IsByFramework: true } how ? null
            : how.ShareArgument is { } chosen ? (FileShare?)ConstantAt(arguments, chosen)
            : how.Share;
    }

    /// <summary>The FileShare that an opening of the framework is given; null for one that takes none.</summary>
    public static IOperation? ShareArgumentOf(IOperation opening)
    {
        var (method, arguments) = CallOf(opening);
        return method is not null && EffectOf(method).Opens is { IsByFramework: true, ShareArgument: { } chosen }
            ? arguments.FirstOrDefault(a => a.Parameter?.Ordinal == chosen)?.Value
            : null;
    }

    /// <summary>The FileStreamOptions that an opening is given; null for one that takes none.</summary>
    public static IOperation? OptionsOf(IOperation opening) =>
        CallOf(opening)
            .Arguments.FirstOrDefault(a => a.Parameter?.Type is { Name: "FileStreamOptions", ContainingNamespace.Name: "IO" })
            ?.Value;

    /// <summary>The share that the creation of a FileStreamOptions names, or the one that it has by itself.</summary>
    public static FileShare? ShareIn(IOperation options)
    {
        if (options is not IObjectCreationOperation { Type: { Name: "FileStreamOptions", ContainingNamespace.Name: "IO" } } creation)
            return null;

        var share = creation
            .Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(a => a.Target is IPropertyReferenceOperation { Property.Name: "Share" });
        return share is null ? FileShare.Read
            : share.Value.ConstantValue is { HasValue: true, Value: int named } ? (FileShare)named
            : null;
    }

    /// <summary>True for an opening that surely asks for asynchronous I/O.</summary>
    public static bool IsAsynchronous(IOperation opening)
    {
        var (method, arguments) = CallOf(opening);
        return method is not null
            && EffectOf(method).Opens is { } how
            && (
                (ConstantAt(arguments, how.OptionsArgument) is { } options && (options & (long)FileOptions.Asynchronous) != 0)
                || ConstantAt(arguments, how.AsynchronousArgument) == 1
            );
    }

    /// <summary>The SafeHandle or stream whose raw handle or descriptor an operation takes; null for any other operation.</summary>
    public static IOperation? OwnerOfRawHandle(IOperation operation) =>
        operation switch
        {
            IInvocationOperation { Instance: { } owner, TargetMethod.Name: var name }
                when FileApiRows.RawHandleOf.TryGetValue(name, out var type) && Inherits(owner.Type, type) => owner,
            IPropertyReferenceOperation { Instance: { } owner, Property.Name: var name }
                when FileApiRows.RawHandleOf.TryGetValue(name, out var type) && Inherits(owner.Type, type) => owner,
            _ => null,
        };

    /// <summary>True for a method that does no more with its argument than to test it, such as ArgumentNullException.ThrowIfNull.</summary>
    public static bool IsGuard(IMethodSymbol method) =>
        method.IsStatic
        && IsFramework(method)
        && (
            method.ContainingType.Name.EndsWith("Exception", StringComparison.Ordinal)
            || method.Name.StartsWith("Throw", StringComparison.Ordinal)
        );

    public static bool IsSafeHandle(ITypeSymbol? type) => Inherits(type, "SafeHandle");

    private static (IMethodSymbol? Method, ImmutableArray<IArgumentOperation> Arguments) CallOf(IOperation operation) =>
        operation switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };

    private static long? ConstantAt(ImmutableArray<IArgumentOperation> arguments, int? ordinal) =>
        ordinal is not null
        && arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value.ConstantValue is { HasValue: true, Value: { } constant }
            ? constant switch
            {
                bool truth => truth ? 1 : 0,
                uint number => number,
                int number => number,
                _ => null,
            }
            : null;

    /// <summary>A reader or writer that is told to leave the stream beneath it open, or may be.</summary>
    public static bool LeavesOpen(IObjectCreationOperation creation) =>
        creation.Arguments.Any(a => a.Parameter?.Name is "leaveOpen" && a.Value.ConstantValue is not { HasValue: true, Value: false });

    /// <summary>A stream that is told to keep nothing back.</summary>
    public static bool IsUnbuffered(IObjectCreationOperation creation) =>
        Inherits(creation.Type, "Stream")
        && creation.Arguments.Any(a => a.Parameter?.Name == "bufferSize" && a.Value.ConstantValue is { HasValue: true, Value: 0 or 1 });

    /// <summary>A writer that keeps nothing itself but passes everything on to the stream beneath it.</summary>
    public static bool PassesOn(ITypeSymbol? type) => Inherits(type, "BinaryWriter");

    public static bool IsStreamOrWriter(ITypeSymbol? type) =>
        Inherits(type, "Stream")
        || Inherits(type, "TextWriter")
        || Inherits(type, "TextReader")
        || Inherits(type, "BinaryWriter")
        || Inherits(type, "BinaryReader");

    public static bool IsFramework(IMethodSymbol method)
    {
        var (outer, inner) = (method.ContainingNamespace, (INamespaceSymbol?)null);
        while (outer is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            (outer, inner) = (outer.ContainingNamespace, outer);

        return (outer?.Name, inner?.Name) is ("System" or "Microsoft", _) or ("Mono", "Unix");
    }

    private static CallEffect Read(IMethodSymbol method)
    {
        var import = NativeImport.Of(method);
        var isFramework = IsFramework(method);
        var isStableQuery = IsStableQuery(method);
        var row =
            import is not null ? OfNative(method, import)
            : method.MethodKind == MethodKind.Constructor ? OfConstructor(method, isFramework)
            : OfMethod(method, isFramework);
        row = WithRulesForAnyType(method, row);
        return row with
        {
            Opens = row.Opens is { } opening ? Completed(opening, method) : null,
            Deletes = row.Deletes is CallEffect.Instance || method.Parameters.Length == 1 ? row.Deletes : null,
            IsBuffered = row.WritesThrough is { } written && IsStreamOrWriter(OperandType(method, written)),
            EmptiesBuffer = row.EmptiesBuffer || row.Flushes,
            Uses =
                IsStreamOrWriter(method.ContainingType) ? CallEffect.Instance
                : isFramework && method.ContainingType?.Name == "RandomAccess" ? 0
                : null,
            IsStableQuery = isStableQuery,
            NeverReturns = row.EndsProcess || HasAttribute(method.GetAttributes(), "DoesNotReturnAttribute"),
            FatalValues = FatalValues(method),
            IsNative = import is not null,
            IsFramework = isFramework,
            IsQuiet = import is not null || isStableQuery || IsQuiet(method, isFramework),
            IsIdle = import is not null || isStableQuery || FileApiRows.IdleTypes.Contains(method.ContainingType?.Name ?? ""),
        };
    }

    private static CallEffect OfNative(IMethodSymbol method, NativeImport import)
    {
        if (!FileApiRows.Native.TryGetValue(import.EntryPoint, out var row))
            return CallEffect.None;

        // A declaration with fewer parameters than the function has does not tell how much is transferred.
        return row.Transfers is { } transfer && method.Parameters.Length <= transfer.Count ? row with { Transfers = null } : row;
    }

    private static CallEffect OfConstructor(IMethodSymbol constructor, bool isFramework)
    {
        var (type, parameters) = (constructor.ContainingType, constructor.Parameters);
        if (parameters.IsEmpty)
            return CallEffect.None;

        var isPath = parameters[0].Type.SpecialType == SpecialType.System_String;
        if (isPath && isFramework && IsStreamOrWriter(type))
            return new()
            {
                Opens = new() { WritesPath = type.Name == "StreamWriter", Share = FileShare.Read },
            };

        return new()
        {
            Wraps = !isPath && isFramework && (IsStreamOrWriter(type) || type.Name is "XmlTextWriter" or "XmlTextReader" or "ZipArchive"),
            Rewraps = parameters.Length <= 2 && (type.IsValueType || Inherits(type, "SafeHandle")),
        };
    }

    private static CallEffect OfMethod(IMethodSymbol method, bool isFramework)
    {
        if (method.ContainingType is not { } type)
            return CallEffect.None;

        if (FileApiRows.Framework.TryGetValue(KeyOf(method), out var row))
        {
            // Only a File or FileInfo of a namespace IO deletes; one that is not the framework's, as for long paths, deletes likewise.
            var deletes = method.ContainingNamespace?.Name is "IO" or "Abstractions" ? row.Deletes : null;
            if (isFramework)
                return row with { Deletes = deletes };
            if (deletes is not null)
                return new() { Deletes = deletes };
        }

        return IsStreamOrWriter(type) ? OfStreamMember(method) : CallEffect.None;
    }

    /// <summary>The row of a method of a stream, reader or writer; how much it transfers may depend on its parameters.</summary>
    private static CallEffect OfStreamMember(IMethodSymbol method)
    {
        var row = FileApiRows.StreamMembers.TryGetValue(method.Name, out var known) ? known : CallEffect.None;
        var (type, parameters) = (method.ContainingType, method.Parameters);
        switch (method.Name)
        {
            case "Read"
            or "ReadAsync"
            or "ReadExactly"
            or "ReadExactlyAsync"
            or "Write"
            or "WriteAsync" when IsStream(type) && !parameters.IsEmpty:
                var count = parameters.Length >= 3 && parameters[2].Type.SpecialType == SpecialType.System_Int32 ? 2 : 0;
                return row with { Transfers = new(TransferSize.Counted, IsWrite: row.WritesThrough is not null, Count: count) };
            case "Write" when type.Name == "BinaryWriter" && parameters.Length == 1:
                return row with { Transfers = new(TransferSize.Typed, IsWrite: true, Count: 0) };
            case "Seek":
                return row with { Seeks = parameters.Length == 2 };
            case var read
                when row.Transfers is null
                    && type.Name == "BinaryReader"
                    && read.StartsWith("Read", StringComparison.Ordinal)
                    && parameters.IsEmpty:
                return row with { Transfers = new(TransferSize.Typed, IsWrite: false) };
            default:
                return row;
        }
    }

    /// <summary>What a method does by its name alone, or by the name of its type, whatever else the tables know of it.</summary>
    private static CallEffect WithRulesForAnyType(IMethodSymbol method, CallEffect row)
    {
        if (FileApiRows.Anywhere.TryGetValue(KeyOf(method), out var anywhere))
        {
            row = row with
            {
                ReadsErrorCode = anywhere.ReadsErrorCode,
                EmptiesBuffer = anywhere.EmptiesBuffer,
                LimitsFirstToSecond = anywhere.LimitsFirstToSecond && method.Parameters.Length >= 2,
                AsksLength = method.Parameters.Length == 1 ? anywhere.AsksLength : null,
            };
        }

        if (method.ContainingNamespace?.Name == "System" && FileApiRows.OfSystem.TryGetValue(KeyOf(method), out var system))
            row = row with { EndsProcess = system.EndsProcess, TakesSmallest = system.TakesSmallest };
        if (FileApiRows.Closing.Contains(method.Name) && !method.IsStatic)
            row = row with { Closes = CallEffect.Instance };
        if (method.Name == "SetLength" && !method.Parameters.IsEmpty)
            row = row with { Resizes = method.IsStatic ? 0 : CallEffect.Instance, NewLength = method.Parameters.Length - 1 };

        return row with
        {
            IsView = IsView(method),
            ConvertsNumber = ConvertsNumber(method),
        };
    }

    /// <summary>What only the parameters and the result of the method tell of how it opens a file.</summary>
    private static FileOpening Completed(FileOpening opening, IMethodSymbol method)
    {
        var opened = method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType;
        return opening with
        {
            ModeArgument = OrdinalOf(method, nameof(FileMode)),
            HasPosition = !opened.Name.Contains("Handle"),
            IsByFramework = IsFramework(method),

            // A FileStreamOptions has a share of its own.
            Share = OrdinalOf(method, "FileStreamOptions") is null ? opening.Share : null,
            ShareArgument = OrdinalOf(method, nameof(FileShare)),
            OptionsArgument =
                opening.OptionsArgument < method.Parameters.Length ? opening.OptionsArgument : OrdinalOf(method, nameof(FileOptions)),
            AsynchronousArgument = method
                .Parameters.FirstOrDefault(p => p is { Name: "useAsync" or "isAsync", Type.SpecialType: SpecialType.System_Boolean })
                ?.Ordinal,
        };
    }

    /// <summary>The ordinal of the parameter of a type of System.IO.</summary>
    private static int? OrdinalOf(IMethodSymbol method, string type) =>
        method.Parameters.FirstOrDefault(p => p.Type is { ContainingNamespace.Name: "IO" } && p.Type.Name == type)?.Ordinal;

    private static ITypeSymbol? OperandType(IMethodSymbol method, int operand) =>
        operand == CallEffect.Instance ? method.ContainingType
        : operand < method.Parameters.Length ? method.Parameters[operand].Type
        : null;

    private static bool IsView(ISymbol member) =>
        FileApiRows.Views.Contains(member.Name)
        && (!member.IsStatic || member is IMethodSymbol { IsExtensionMethod: true, Name: "ConfigureAwait" });

    /// <summary>Convert.ToUInt32 and its like, which give a number or enum in another type.</summary>
    private static bool ConvertsNumber(IMethodSymbol method) =>
        method is { IsStatic: true, Parameters.Length: 1, ContainingType: { Name: "Convert", ContainingNamespace.Name: "System" } }
        && method.Name.StartsWith("To", StringComparison.Ordinal)
        && method.Parameters[0].Type.SpecialType
            is not (SpecialType.System_String or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal);

    /// <summary>
    /// Questions about the system whose answer is the same each time, and questions that code asks twice to pair two branches.
    /// </summary>
    private static bool IsStableQuery(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean
        && method.Parameters.All(p => p.RefKind == RefKind.None)
        && (
            method.ContainingType?.Name is "OperatingSystem" or "RuntimeInformation"
            || (
                method.Parameters.IsEmpty
                && (StartsWithWord(method.Name, "Is") || StartsWithWord(method.Name, "Has") || StartsWithWord(method.Name, "Can"))
            )
        );

    private static bool IsQuiet(IMethodSymbol method, bool isFramework) =>
        method.ContainingType is not { } type
        || type.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_IEnumerator
        || (
            type.SpecialType is > SpecialType.None and < SpecialType.System_Collections_IEnumerable
            && !method.Name.StartsWith("Parse", StringComparison.Ordinal)
        )
        || (isFramework && FileApiRows.QuietTypes.Contains(type.Name))
        || (method.MethodKind == MethodKind.Constructor && (type.IsValueType || IsCollection(type)));

    private static bool IsCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Concurrent";

    private static ImmutableArray<bool?> FatalValues(IMethodSymbol method) =>
        method.Parameters.Any(p => FatalValue(p) is not null)
            ? ImmutableArray.CreateRange(method.Parameters.Select(FatalValue))
            : ImmutableArray<bool?>.Empty;

    /// <summary>The value of a parameter for which the method does not return.</summary>
    private static bool? FatalValue(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "DoesNotReturnIfAttribute", ConstructorArguments: { Length: 1 } arguments })
                return arguments[0].Value as bool?;
        }

        return null;
    }

    private static bool HasAttribute(ImmutableArray<AttributeData> attributes, string name) =>
        attributes.Any(a => a.AttributeClass?.Name == name);

    private static bool IsStream(ITypeSymbol type) =>
        !type.Name.EndsWith("Writer", StringComparison.Ordinal) && !type.Name.EndsWith("Reader", StringComparison.Ordinal);

    private static bool StartsWithWord(string name, string word) =>
        name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && char.IsUpper(name[word.Length]);

    private static string KeyOf(IMethodSymbol method) => TypeOf(method) + "." + method.Name;

    /// <summary>The type; in System.IO.Abstractions the one that it stands for: <c>IFile</c> and <c>FileBase</c> are File.</summary>
    private static string? TypeOf(IMethodSymbol method) =>
        method.ContainingType is not { Name: var name, ContainingNamespace: { Name: "Abstractions", ContainingNamespace.Name: "IO" } }
            ? method.ContainingType?.Name
        : name.EndsWith("Base", StringComparison.Ordinal) ? name.Substring(0, name.Length - 4)
        : name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1)
        : name;

    private static bool Inherits(ITypeSymbol? type, string baseName)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == baseName && type.ContainingNamespace?.Name is "IO" or "InteropServices")
                return true;
        }

        return false;
    }
}
