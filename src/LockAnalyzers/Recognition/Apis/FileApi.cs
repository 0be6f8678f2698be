using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>What a call that is no lock call does to files: opens, wraps, writes, closes, or merely shows one in another guise.</summary>
internal static class FileApi
{
    /// <summary>Members of streams and writers that change the content they reach.</summary>
    private static readonly ImmutableHashSet<string> WritingMembers = ImmutableHashSet.Create(
        "Write",
        "WriteAsync",
        "WriteByte",
        "WriteLine",
        "WriteLineAsync",
        "SetLength",
        "BeginWrite"
    );

    /// <summary>Static methods that write through a handle or stream, with the ordinal of that argument.</summary>
    private static readonly ImmutableDictionary<string, int> WritesThroughArgument = new Dictionary<string, int>
    {
        ["RandomAccess.Write"] = 0,
        ["RandomAccess.WriteAsync"] = 0,
        ["RandomAccess.SetLength"] = 0,
        ["JsonSerializer.Serialize"] = 0,
        ["JsonSerializer.SerializeAsync"] = 0,
        ["Stream.CopyTo"] = 0,
        ["Stream.CopyToAsync"] = 0,
        ["XmlSerializer.Serialize"] = 0,
    }.ToImmutableDictionary();

    /// <summary>
    /// Static methods that write, replace, move or delete the file at a path, with the ordinals of the paths they change.
    /// </summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<int>> WritesAtPath = new Dictionary<string, ImmutableArray<int>>
    {
        ["File.WriteAllText"] = ImmutableArray.Create(0),
        ["File.WriteAllTextAsync"] = ImmutableArray.Create(0),
        ["File.WriteAllBytes"] = ImmutableArray.Create(0),
        ["File.WriteAllBytesAsync"] = ImmutableArray.Create(0),
        ["File.WriteAllLines"] = ImmutableArray.Create(0),
        ["File.WriteAllLinesAsync"] = ImmutableArray.Create(0),
        ["File.AppendAllText"] = ImmutableArray.Create(0),
        ["File.AppendAllTextAsync"] = ImmutableArray.Create(0),
        ["File.AppendAllLines"] = ImmutableArray.Create(0),
        ["File.AppendAllLinesAsync"] = ImmutableArray.Create(0),
        ["File.Delete"] = ImmutableArray.Create(0),
        ["File.Move"] = ImmutableArray.Create(0, 1),
        ["File.Replace"] = ImmutableArray.Create(0, 1),
        ["File.Copy"] = ImmutableArray.Create(1),
    }.ToImmutableDictionary();

    /// <summary>Native functions that write through the handle or descriptor given first.</summary>
    private static readonly ImmutableHashSet<string> NativeWrites = ImmutableHashSet.Create(
        "WriteFile",
        "WriteFileEx",
        "SetEndOfFile",
        "write",
        "pwrite",
        "pwrite64",
        "ftruncate",
        "ftruncate64"
    );

    private static readonly ImmutableHashSet<string> NativeCloses = ImmutableHashSet.Create("CloseHandle", "close");

    private static readonly ImmutableHashSet<string> NativeOpens = ImmutableHashSet.Create(
        "CreateFile",
        "CreateFileA",
        "CreateFileW",
        "open",
        "open64",
        "openat"
    );

    private static readonly ImmutableHashSet<string> Openings = ImmutableHashSet.Create(
        "File.Open",
        "File.OpenRead",
        "File.OpenWrite",
        "File.OpenHandle",
        "File.OpenText",
        "File.Create",
        "File.CreateText",
        "File.AppendText",
        "FileInfo.Open",
        "FileInfo.OpenRead",
        "FileInfo.OpenWrite",
        "FileInfo.Create"
    );

    /// <summary>Properties and methods that show the same open file as another kind of handle.</summary>
    private static readonly ImmutableHashSet<string> Views = ImmutableHashSet.Create(
        "SafeFileHandle",
        "Handle",
        "BaseStream",
        "DangerousGetHandle",
        "ToInt32",
        "ToInt64",
        "ToPointer",
        "ConfigureAwait",
        "AsTask",
        "GetAwaiter",
        "GetResult",
        "Result"
    );

    /// <summary>What changes without the code's doing: never assumed to be as it was a moment ago.</summary>
    private static readonly ImmutableHashSet<string> Volatile = ImmutableHashSet.Create(
        "IsCancellationRequested",
        "EndOfStream",
        "Count",
        "Length",
        "Position",
        "DataAvailable",
        "Elapsed",
        "ElapsedMilliseconds",
        "ElapsedTicks",
        "Now",
        "UtcNow",
        "TickCount",
        "TickCount64",
        "IsCompleted",
        "IsAlive",
        "HasExited",
        "Current",
        "CanRead"
    );

    public static bool IsView(ISymbol member) =>
        Views.Contains(member.Name) && (!member.IsStatic || member is IMethodSymbol { IsExtensionMethod: true, Name: "ConfigureAwait" });

    public static bool IsVolatile(ISymbol member) => Volatile.Contains(member.Name);

    public static bool WritesThroughInstance(IMethodSymbol method) =>
        WritingMembers.Contains(method.Name) && IsStreamOrWriter(method.ContainingType);

    public static int? WrittenArgument(IMethodSymbol method)
    {
        if (NativeName(method) is { } native)
            return NativeWrites.Contains(native) ? 0 : null;

        return IsFramework(method) && WritesThroughArgument.TryGetValue(KeyOf(method), out var ordinal) ? ordinal : null;
    }

    public static ImmutableArray<int> WrittenPaths(IMethodSymbol method) =>
        IsFramework(method) && WritesAtPath.TryGetValue(KeyOf(method), out var ordinals) ? ordinals : ImmutableArray<int>.Empty;

    public static bool Opens(IMethodSymbol method) =>
        NativeName(method) is { } native
            ? NativeOpens.Contains(native)
            : IsFramework(method)
                && (
                    method.MethodKind == MethodKind.Constructor
                        ? IsStreamOrWriter(method.ContainingType)
                            && method.Parameters.FirstOrDefault()?.Type.SpecialType == SpecialType.System_String
                        : Openings.Contains(KeyOf(method))
                );

    /// <summary>True for an opening that asks for no more than to read.</summary>
    public static bool OpensForReading(IOperation opening)
    {
        var (method, arguments) = opening switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        return method?.Name is "OpenRead" or "OpenText"
            || method is { MethodKind: MethodKind.Constructor, ContainingType.Name: "StreamReader" }
            || arguments.Any(a =>
                a.Parameter?.Type is { Name: "FileAccess", ContainingNamespace.Name: "IO" }
                && a.Value.ConstantValue is { HasValue: true, Value: (int)FileAccess.Read }
            );
    }

    /// <summary>A constructor of a stream, reader or writer over a stream or handle given first.</summary>
    public static bool Wraps(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Constructor, Parameters.Length: > 0 }
        && IsFramework(method)
        && (IsStreamOrWriter(method.ContainingType) || method.ContainingType.Name is "XmlTextWriter" or "XmlTextReader" or "ZipArchive")
        && method.Parameters[0].Type.SpecialType != SpecialType.System_String;

    /// <summary>A constructor that puts a handle into another handle type.</summary>
    public static bool Rewraps(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Constructor, Parameters.Length: 1 or 2 }
        && (method.ContainingType.IsValueType || Inherits(method.ContainingType, "SafeHandle"));

    public static bool ClosesInstance(IMethodSymbol method) => method is { Name: "Dispose" or "DisposeAsync" or "Close", IsStatic: false };

    public static bool ClosesArgument(IMethodSymbol method) => NativeName(method) is { } native && NativeCloses.Contains(native);

    /// <summary>
    /// Questions about the system whose answer is the same each time, and questions that code asks twice to pair two branches.
    /// </summary>
    public static bool IsStableQuery(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean
        && method.Parameters.All(p => p.RefKind == RefKind.None)
        && (
            method.ContainingType?.Name is "OperatingSystem" or "RuntimeInformation"
            || (
                method.Parameters.IsEmpty
                && (StartsWithWord(method.Name, "Is") || StartsWithWord(method.Name, "Has") || StartsWithWord(method.Name, "Can"))
            )
        );

    /// <summary>What a call that deletes a file deletes.</summary>
    public static IOperation? DeletedPath(IInvocationOperation call) =>
        call.TargetMethod switch
        {
            { Name: "Delete", ContainingType: { Name: "File", ContainingNamespace.Name: "IO" } } when call.Arguments.Length == 1 =>
                call.Arguments[0].Value,
            { Name: "Delete", ContainingType: { Name: "FileInfo", ContainingNamespace.Name: "IO" } } => call.Instance,
            var method when NativeName(method) is "unlink" or "DeleteFile" or "DeleteFileW" && call.Arguments.Length == 1 => call.Arguments[
                0
            ].Value,
            _ => null,
        };

    public static bool IsNative(IMethodSymbol method) => NativeImport.Of(method) is not null;

    public static bool Flushes(IMethodSymbol method) =>
        (method.Name is "Flush" or "FlushAsync" && IsStreamOrWriter(method.ContainingType))
        || (
            method.Name is "Seek" or "Read" or "ReadByte" or "ReadAsync" or "SetLength"
            && method.ContainingType is { Name: "FileStream" or "Stream" }
        );

    /// <summary>A reader or writer that is told to leave the stream beneath it open, or may be.</summary>
    public static bool LeavesOpen(IObjectCreationOperation creation) =>
        creation.Arguments.Any(a => a.Parameter?.Name is "leaveOpen" && a.Value.ConstantValue is not { HasValue: true, Value: false });

    public static bool ReadsErrorCode(IMethodSymbol method) =>
        method
            is {
                ContainingType.Name: "Marshal" or "Stdlib",
                Name: "GetLastWin32Error" or "GetLastPInvokeError" or "GetLastSystemError" or "GetLastError"
            };

    public static bool NeverReturns(IMethodSymbol method) =>
        HasAttribute(method.GetAttributes(), "DoesNotReturnAttribute") || EndsProcess(method);

    public static bool EndsProcess(IMethodSymbol method) =>
        method is { Name: "Exit" or "FailFast", ContainingType: { Name: "Environment", ContainingNamespace.Name: "System" } };

    /// <summary>The value of a parameter for which the method does not return.</summary>
    public static bool? ReturnsUnless(IParameterSymbol parameter)
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

    /// <summary>Types whose members nobody expects to throw between taking a lock and guarding it.</summary>
    private static readonly ImmutableHashSet<string> QuietTypes = ImmutableHashSet.Create(
        "Marshal",
        "GC",
        "Interlocked",
        "Volatile",
        "Debug",
        "Trace",
        "Stopwatch",
        "Console",
        "Thread",
        "Environment",
        "DateTime",
        "DateTimeOffset",
        "TimeSpan",
        "Math",
        "StringBuilder",
        "Object",
        "String",
        "Random",
        "Guid",
        "EventSource",
        "ILogger",
        "LoggerExtensions",
        "Activity",
        "RuntimeInformation",
        "OperatingSystem",
        "IntPtr",
        "UIntPtr",
        "Monitor",
        "CancellationTokenSource",
        "DefaultInterpolatedStringHandler",
        "ValueTask",
        "Array",
        "Buffer",
        "Unsafe",
        "BitConverter",
        "EqualityComparer",
        "Nullable"
    );

    /// <summary>Calls that do no work of the program's own.</summary>
    public static bool IsIdle(IMethodSymbol method) =>
        IsNative(method)
        || IsStableQuery(method)
        || method.ContainingType is { Name: "Marshal" or "GC" or "Interlocked" or "Volatile" or "Debug" or "Trace" or "Stopwatch" };

    public static bool IsQuiet(IMethodSymbol method) =>
        IsNative(method)
        || method.ContainingType is not { } type
        || type.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_IEnumerator
        || (
            type.SpecialType is > SpecialType.None and < SpecialType.System_Collections_IEnumerable
            && !method.Name.StartsWith("Parse", StringComparison.Ordinal)
        )
        || (IsFramework(method) && QuietTypes.Contains(type.Name))
        || (method.MethodKind == MethodKind.Constructor && (type.IsValueType || IsCollection(type)))
        || IsStableQuery(method);

    private static bool IsCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Concurrent";

    public static bool IsStreamOrWriter(ITypeSymbol? type) =>
        Inherits(type, "Stream")
        || Inherits(type, "TextWriter")
        || Inherits(type, "TextReader")
        || Inherits(type, "BinaryWriter")
        || Inherits(type, "BinaryReader");

    private static string? NativeName(IMethodSymbol method) => NativeImport.Of(method)?.EntryPoint;

    private static bool StartsWithWord(string name, string word) =>
        name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && char.IsUpper(name[word.Length]);

    private static string KeyOf(IMethodSymbol method) => method.ContainingType.Name + "." + method.Name;

    public static bool IsFramework(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;

        return space?.Name is "System" or "Microsoft";
    }

    public static bool Inherits(ITypeSymbol? type, string baseName)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == baseName && type.ContainingNamespace?.Name is "IO" or "InteropServices")
                return true;
        }

        return false;
    }
}
