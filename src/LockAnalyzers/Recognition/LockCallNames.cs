using System.Collections.Immutable;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition;

/// <summary>
/// The names under which lock functions can be called in a compilation: their own, and those that its P/Invoke declarations give them.
/// A call by any other name is passed over without binding it.
/// </summary>
internal sealed class LockCallNames
{
    private static readonly ImmutableHashSet<string> OwnNames = LockFunction
        .Native.Keys.ToImmutableHashSet()
        .Union(["Lock", "TryLock", "Unlock", "Acquire", "TryAcquire", "AcquireAsync", "TryAcquireAsync"]);

    private readonly ImmutableHashSet<string> _names;

    private LockCallNames(ImmutableHashSet<string> names, ImmutableHashSet<string> declared) => (_names, Declared) = (names, declared);

    /// <summary>The names of the methods that an attribute declares to take a lock or give it back, or the project lists: they may be called in any file.</summary>
    public ImmutableHashSet<string> Declared { get; }

    public static LockCallNames Of(IEnumerable<SyntaxTree> trees, DeclaredWrappers wrappers, CancellationToken cancellation)
    {
        var names = OwnNames.ToBuilder();
        var declared = wrappers.Names.ToBuilder();
        foreach (var tree in trees)
        {
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes(n => n is not (BlockSyntax or ExpressionSyntax)))
            {
                if (node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method && ImportsLockFunction(method))
                    names.Add(method.Identifier.ValueText);
                if (node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } wrapper && DeclaresWrapper(wrapper))
                    declared.Add(wrapper.Identifier.ValueText);
            }
        }

        names.UnionWith(declared);
        return new(names.ToImmutable(), declared.ToImmutable());
    }

    /// <summary>The member declarations of a file that call something by one of these names.</summary>
    public IEnumerable<SyntaxNode> BodiesIn(SyntaxTree tree, CancellationToken cancellation) =>
        CallsIn(tree.GetRoot(cancellation), _names.Contains).Select(BodyAround).OfType<SyntaxNode>().Distinct();

    public bool AppearsIn(SyntaxNode body) => CallsIn(body, _names.Contains).Any();

    public bool Knows(string name) => _names.Contains(name);

    public LockCallNames With(IEnumerable<string> names) => new(_names.Union(names), Declared);

    public static IEnumerable<InvocationExpressionSyntax> CallsIn(SyntaxNode node, Func<string, bool> isWanted) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(i => CalledName(i.Expression) is { } name && isWanted(name));

    private static bool DeclaresWrapper(MethodDeclarationSyntax method) =>
        method
            .AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name.ToString().Contains("AcquiresLock") || attribute.Name.ToString().Contains("ReleasesLock"));

    private static bool ImportsLockFunction(MethodDeclarationSyntax method) =>
        method
            .AttributeLists.SelectMany(list => list.Attributes)
            .Where(attribute => attribute.Name.ToString() is var name && (name.Contains("DllImport") || name.Contains("LibraryImport")))
            .Any(attribute =>
                attribute.ArgumentList is { } arguments
                && arguments.Arguments.Any(a => a.NameEquals?.Name.Identifier.ValueText == "EntryPoint")
            );

    public static string? CalledName(ExpressionSyntax called) =>
        called switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };

    /// <summary>The declaration whose control flow the node is part of.</summary>
    public static SyntaxNode? BodyAround(SyntaxNode node)
    {
        for (var current = node.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case BaseMethodDeclarationSyntax or AccessorDeclarationSyntax:
                case ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax }:
                case EqualsValueClauseSyntax
                {
                    Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax }
                }:
                case CompilationUnitSyntax unit when unit.Members.Any(m => m is GlobalStatementSyntax):
                    return current;
            }
        }

        return null;
    }
}
