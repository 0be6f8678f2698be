using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// Which files of a project concern locks, kept across edits. An edit inside a body leaves all declarations as they are, so that what a
/// call in another file means stays the same: then only the edited file can have become one that concerns locks, by what it calls.
/// </summary>
internal sealed class ScopeMemory
{
    /// <summary>More changed files than these are no keystroke.</summary>
    private const int MaxChangedTrees = 4;

    private volatile Scope? _scope;

    public void Remember(Compilation compilation, IEnumerable<SyntaxTree> concerned, ImmutableHashSet<string> takerNames) =>
        _scope = new(TreesOf(compilation), compilation.ExternalReferences, compilation.Options, concerned.ToImmutableHashSet(), takerNames);

    /// <summary>
    /// True where the file is known to concern no locks: it did not before, no declaration has changed since, and it calls neither a lock
    /// function nor a method that returns with a lock.
    /// </summary>
    public bool IsOutside(Compilation compilation, TreeFacts tree, LockCallNames names)
    {
        if (
            _scope is not { } scope
            || scope.Concerned.Contains(tree.Tree)
            || !scope.References.SequenceEqual(compilation.ExternalReferences)
            || !scope.Options.Equals(compilation.Options)
            || !HasSameDeclarations(scope, TreesOf(compilation))
        )
            return false;

        return !scope.TakerNames.Any(name => tree.InvocationsOf(name).Any()) && !CallsLock(tree, names);
    }

    private static bool CallsLock(TreeFacts tree, LockCallNames names) =>
        names.All.Any(name => tree.InvocationsOf(name).Any(call => names.MayBe(name, call)));

    /// <summary>True when all files that concern locks are the same, and the others differ inside of bodies at most.</summary>
    private bool HasSameDeclarations(Scope scope, ImmutableArray<SyntaxTree> trees)
    {
        if (scope.Trees == trees)
            return true;
        if (scope.Trees.Length != trees.Length)
            return false;

        var changed = 0;
        for (var i = 0; i < trees.Length; i++)
        {
            if (ReferenceEquals(scope.Trees[i], trees[i]))
                continue;
            if (
                ++changed > MaxChangedTrees
                || scope.Concerned.Contains(scope.Trees[i])
                || !SyntaxFactory.AreEquivalent(scope.Trees[i], trees[i], topLevel: true)
            )
                return false;
        }

        return true;
    }

    private static ImmutableArray<SyntaxTree> TreesOf(Compilation compilation) => ((CSharpCompilation)compilation).SyntaxTrees;

    private sealed record Scope(
        ImmutableArray<SyntaxTree> Trees,
        IEnumerable<MetadataReference> References,
        CompilationOptions Options,
        ImmutableHashSet<SyntaxTree> Concerned,
        ImmutableHashSet<string> TakerNames
    );
}
