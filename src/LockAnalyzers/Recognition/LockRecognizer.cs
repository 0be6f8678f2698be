using System.Collections.Concurrent;
using System.Collections.Immutable;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Recognition;

/// <summary>
/// Says which methods of a compilation are lock functions. The entry point decides, never the method's own name: a P/Invoke may be
/// called anything, and a user's method that happens to be called <c>LockFileEx</c> or <c>flock</c> is none of ours.
/// </summary>
internal sealed class LockRecognizer(Compilation compilation, DeclaredWrappers wrappers)
{
    private static readonly ImmutableHashSet<string> WindowsLibraries = ImmutableHashSet.Create("kernel32", "kernelbase");

    private static readonly ImmutableHashSet<string> UnixLibraries = ImmutableHashSet.Create(
        "libc",
        "c",
        "libsystem",
        "libsystem.b",
        "libpthread",
        "__internal",
        "msys-2.0",
        "monoposixhelper"
    );

    private readonly Lazy<INamedTypeSymbol?> _fileStream = new(() => compilation.GetTypeByMetadataName("System.IO.FileStream"));
    private readonly Lazy<INamedTypeSymbol?> _ioException = new(() => compilation.GetTypeByMetadataName("System.IO.IOException"));

    /// <summary>What <c>FileStream.Lock</c> throws when the lock is refused.</summary>
    public INamedTypeSymbol? IOException => _ioException.Value;

    private readonly ConcurrentDictionary<IMethodSymbol, LockFunction?> _functions = new(SymbolEqualityComparer.Default);

    public LockCall? Recognize(IInvocationOperation invocation) =>
        FunctionOf(invocation.TargetMethod) is { } function ? new LockCall(function, invocation) : null;

    public LockFunction? FunctionOf(IMethodSymbol method) =>
        _functions.GetOrAdd(method.OriginalDefinition, m => Native(m) ?? Managed(m) ?? Handle(m) ?? Declared(m) ?? FriendlyOverload(m));

    /// <summary>
    /// The acquires of the FileLocking runtime, and those that a project declares with an attribute of that name, where they return the
    /// handle that is to be disposed.
    /// </summary>
    private LockFunction? Handle(IMethodSymbol method)
    {
        var declared = wrappers.Find(method);
        if (
            declared is not { Releases: false }
            && !(
                method.ContainingNamespace is { Name: "FileLocking", ContainingNamespace.IsGlobalNamespace: true }
                && method.Name.Contains("Acquire")
            )
        )
            return null;

        var returned = method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 } task
            ? task.TypeArguments[0]
            : method.ReturnType;
        if (!returned.IsReferenceType || !IsDisposable(returned))
            return null;

        return returned.NullableAnnotation == NullableAnnotation.Annotated || method.Name.StartsWith("Try", StringComparison.Ordinal)
            ? LockFunction.HandleOrNull with
            {
                Exclusively = declared?.Exclusively,
            }
            : LockFunction.Handle with
            {
                Exclusively = declared?.Exclusively,
            };
    }

    /// <summary>A method that is declared to take or give back a lock, and tells by a bool, or by throwing, whether it did.</summary>
    private LockFunction? Declared(IMethodSymbol method)
    {
        if (wrappers.Find(method) is not { } wrapper)
            return null;

        var returned = method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: var results }
            ? results.FirstOrDefault()
            : method.ReturnType;
        ResultConvention? result = returned switch
        {
            null or { SpecialType: SpecialType.System_Void } => ResultConvention.ThrowsOnFailure,
            { SpecialType: SpecialType.System_Boolean } => ResultConvention.NonZeroIsSuccess,
            _ => null,
        };

        // A static wrapper, an extension among them, is told what to lock.
        var parameters =
            method.IsStatic && method.Parameters.Length > 0
                ? ImmutableArray.Create(ArgumentRole.Handle)
                : ImmutableArray<ArgumentRole>.Empty;
        return result is { } convention
            ? new(method.Name, LockApi.Declared, convention, parameters) { Releases = wrapper.Releases, Exclusively = wrapper.Exclusively }
            : null;
    }

    private static bool IsDisposable(ITypeSymbol type) =>
        type.AllInterfaces.Append(type).Any(i => i is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" });

    private LockFunction? Native(IMethodSymbol method)
    {
        if (
            NativeImport.Of(method) is not var (library, entryPoint)
            || !LockFunction.Native.TryGetValue(entryPoint, out var function)
            || method.Parameters.Length != function.Parameters.Length
            || (function.Api == LockApi.Fcntl && !MayPointAtRecord(method.Parameters[2]))
        )
        {
            return null;
        }

        var libraries = function.Platform == LockPlatform.Windows ? WindowsLibraries : UnixLibraries;
        return libraries.Contains(BaseName(library)) || IsApiSet(library, function) ? function : null;
    }

    /// <summary>fcntl sets descriptor flags too, by a number that is no address.</summary>
    private static bool MayPointAtRecord(IParameterSymbol argument) =>
        argument.RefKind != RefKind.None
        || argument.Type
            is {
                    SpecialType: not (
                        SpecialType.System_Int32
                        or SpecialType.System_UInt32
                        or SpecialType.System_Int64
                        or SpecialType.System_UInt64
                    )
                }
                and not { TypeKind: TypeKind.Enum };

    /// <summary>Methods of the framework, which lock without a declaration in the user's code.</summary>
    private LockFunction? Managed(IMethodSymbol method)
    {
        if (SymbolEqualityComparer.Default.Equals(method.ContainingType, _fileStream.Value) && method.Parameters.Length == 2)
        {
            return method.Name switch
            {
                "Lock" => LockFunction.FileStreamLock,
                "Unlock" => LockFunction.FileStreamUnlock,
                _ => null,
            };
        }

        return null;
    }

    /// <summary>
    /// The friendly overload that CsWin32 writes beside an import: a static method of the same type and name, with the same parameters in
    /// the same order.
    /// </summary>
    private LockFunction? FriendlyOverload(IMethodSymbol method)
    {
        if (!method.IsStatic || !LockFunction.Native.ContainsKey(method.Name) || method.ContainingType is null)
            return null;

        foreach (var member in method.ContainingType.GetMembers(method.Name))
        {
            if (
                member is IMethodSymbol overload
                && !SymbolEqualityComparer.Default.Equals(overload, method)
                && Native(overload) is { } function
                && SameParameterNames(overload, method)
            )
            {
                return function;
            }
        }

        return null;
    }

    private static bool SameParameterNames(IMethodSymbol first, IMethodSymbol second) =>
        first.Parameters.Select(p => p.Name).SequenceEqual(second.Parameters.Select(p => p.Name));

    private static bool IsApiSet(string library, LockFunction function) =>
        function.Platform == LockPlatform.Windows && library.StartsWith("api-ms-win-core-file-", StringComparison.OrdinalIgnoreCase);

    private static string BaseName(string library)
    {
        var name = library.Substring(library.LastIndexOfAny(['/', '\\']) + 1).ToLowerInvariant();
        foreach (var suffix in new[] { ".dll", ".dylib", ".so" })
        {
            var end = name.IndexOf(suffix, StringComparison.Ordinal);
            if (end > 0)
                return name.Substring(0, end);
        }

        return name;
    }
}
