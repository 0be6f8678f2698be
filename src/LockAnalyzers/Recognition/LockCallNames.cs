using System.Collections.Immutable;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition;

/// <summary>
/// The names under which lock functions can be called in a compilation: their own, those that its P/Invoke declarations give them, and
/// those of declared wrappers. A call by any other name is passed over without binding it.
/// </summary>
internal sealed class LockCallNames
{
    private static readonly ImmutableHashSet<string> FileStreamNames = ImmutableHashSet.Create("Lock", "Unlock");

    private static readonly ImmutableHashSet<string> RuntimeNames = ImmutableHashSet.Create(
        "Lock",
        "TryLock",
        "Unlock",
        "Acquire",
        "TryAcquire",
        "AcquireAsync",
        "TryAcquireAsync",
        "AcquireAll",
        "AcquireAllAsync"
    );

    private readonly ImmutableHashSet<string> _names;

    /// <param name="attributed">The methods with attributes that the files about locks declare.</param>
    /// <param name="listed">The names of the wrappers that the project lists.</param>
    /// <param name="usesRuntime">True when some file spells the namespace of the FileLocking runtime.</param>
    public LockCallNames(IEnumerable<MethodDeclarationSyntax> attributed, ImmutableHashSet<string> listed, bool usesRuntime)
    {
        var names = LockFunction.Native.Keys.ToImmutableHashSet().ToBuilder();
        var declared = listed.ToBuilder();
        foreach (var method in attributed)
        {
            if (ImportsByAnotherName(method))
                names.Add(method.Identifier.ValueText);
            if (IsDeclaredWrapper(method))
                declared.Add(method.Identifier.ValueText);
        }

        if (usesRuntime)
            names.UnionWith(RuntimeNames);
        names.UnionWith(declared);
        _names = names.ToImmutable();
        Declared = declared.ToImmutable();
    }

    /// <summary>The names to look for.</summary>
    public IEnumerable<string> All => _names.Union(FileStreamNames);

    /// <summary>
    /// The names of the methods that an attribute, or the project's list, declares to take or release a lock: any file may call them.
    /// </summary>
    public ImmutableHashSet<string> Declared { get; }

    /// <summary>
    /// True for a call that is worth binding. The methods of FileStream have two parameters; a thread lock's <c>gate.Lock()</c> has none,
    /// and
    /// is passed over by that alone.
    /// </summary>
    public bool MayBe(string name, InvocationExpressionSyntax call) =>
        _names.Contains(name) || (FileStreamNames.Contains(name) && call.ArgumentList.Arguments.Count == 2);

    private static bool IsDeclaredWrapper(MethodDeclarationSyntax method) =>
        Attributes(method)
            .Any(attribute => NameOf(attribute) is var name && (name.Contains("AcquiresLock") || name.Contains("ReleasesLock")));

    private static bool ImportsByAnotherName(MethodDeclarationSyntax method) =>
        Attributes(method)
            .Where(attribute => NameOf(attribute) is var name && (name.Contains("DllImport") || name.Contains("LibraryImport")))
            .Any(attribute =>
                attribute.ArgumentList is { } arguments
                && arguments.Arguments.Any(argument => argument.NameEquals?.Name.Identifier.ValueText == "EntryPoint")
            );

    private static IEnumerable<AttributeSyntax> Attributes(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes);

    private static string NameOf(AttributeSyntax attribute) => attribute.Name.ToString();
}
