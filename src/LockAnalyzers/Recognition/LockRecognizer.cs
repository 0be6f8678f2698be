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
    private readonly Lazy<INamedTypeSymbol?> _fileStream = new(() => compilation.GetTypeByMetadataName("System.IO.FileStream"));
    private readonly Lazy<INamedTypeSymbol?> _ioException = new(() => compilation.GetTypeByMetadataName("System.IO.IOException"));

    /// <summary>What <c>FileStream.Lock</c> throws when the lock is refused.</summary>
    public INamedTypeSymbol? IOException => _ioException.Value;

    private readonly ConcurrentDictionary<IMethodSymbol, LockFunction?> _functions = new(SymbolEqualityComparer.Default);

    public LockCall? Recognize(IInvocationOperation invocation) =>
        FunctionOf(invocation.TargetMethod) is { } function ? new LockCall(function, invocation) : null;

    public LockFunction? FunctionOf(IMethodSymbol method) =>
        _functions.GetOrAdd(
            method.OriginalDefinition,
            m => Native(m) ?? Managed(m) ?? (IsExcluded(m) ? null : Handle(m) ?? Declared(m)) ?? FriendlyOverload(m)
        );

    /// <summary>True for a method that the project says is no lock wrapper.</summary>
    public bool IsExcluded(IMethodSymbol method) => wrappers.IsExcluded(method);

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
            NativeImport.Of(method) is not { Library: var library, EntryPoint: var entryPoint, IsOfMono: var isOfMono }
            || !LockFunction.Native.TryGetValue(entryPoint, out var named)
            || named.WithParameters(method.Parameters.Length) is not { } function
            || (function.Api == LockApi.Fcntl && !MayPointAtRecord(method.Parameters[method.Parameters.Length - 1]))
        )
        {
            return null;
        }

        return (isOfMono ? LockPlatform.Unix : NativeLibraries.PlatformOf(library)) == function.Platform ? function : null;
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
}
