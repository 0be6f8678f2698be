using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>The files of a compilation that are worth measuring one by one.</summary>
internal sealed class ChosenFiles
{
    private const int MostLocking = 10;

    public ChosenFiles(CSharpCompilation compilation, SourceFolder folder, IReadOnlyList<string> named)
    {
        var files = compilation.SyntaxTrees.Where(tree => Path.IsPathRooted(tree.FilePath) && LongestBody(tree) is not null).ToArray();
        var locking = files.ToDictionary(static tree => tree, tree => LockCalls.In(tree, compilation));
        if (locking.Values.All(static calls => calls.Count == 0))
            locking = files.ToDictionary(static tree => tree, LockCalls.ExclusiveOpens);

        Locking =
            named.Count > 0
                ? [.. named.Select(FileNamed)]
                : [.. files.Where(tree => locking[tree].Count > 0).OrderByDescending(tree => locking[tree].Count).Take(MostLocking)];

        var lockFree = files.Except(Locking).Where(tree => locking[tree].Count == 0).ToArray();
        var similar = lockFree.MaxBy(LockCalls.SimilarNames);
        var length = (Locking.FirstOrDefault() ?? similar)?.Length ?? 0;
        var unrelated = lockFree
            .Where(static tree => !tree.GetText().ToString().Contains("lock", StringComparison.OrdinalIgnoreCase))
            .MinBy(tree => Math.Abs(tree.Length - length));

        var edited = ImmutableArray.CreateBuilder<(string, SyntaxTree, BaseMethodDeclarationSyntax)>();
        if (Locking is [var first, ..])
            edited.Add(("locks", first, BodyAround(locking.GetValueOrDefault(first)?.FirstOrDefault()) ?? LongestBody(first)!));
        if (similar is not null && LockCalls.SimilarNames(similar) > 0)
            edited.Add(("only calls something named lock", similar, LongestBody(similar)!));
        if (unrelated is not null)
            edited.Add(("does not mention locks", unrelated, LongestBody(unrelated)!));
        Edited = edited.DrainToImmutable();

        SyntaxTree FileNamed(string name) =>
            files.FirstOrDefault(tree => folder.NameOf(tree).EndsWith(name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"No file with a method in it is called '{name}'.");
    }

    /// <summary>The files with most lock calls; where there are none, those that open most files with FileShare.None.</summary>
    public ImmutableArray<SyntaxTree> Locking { get; }

    /// <summary>
    /// The first file that locks, the file with most calls that only sound like it, and a file of about the same length that does not
    /// contain the word: with what they stand for, and the method to edit.
    /// </summary>
    public ImmutableArray<(string Kind, SyntaxTree File, BaseMethodDeclarationSyntax Method)> Edited { get; }

    private static BaseMethodDeclarationSyntax? BodyAround(SyntaxNode? node) =>
        node?.Ancestors().OfType<BaseMethodDeclarationSyntax>().FirstOrDefault(static method => method.Body is not null);

    private static BaseMethodDeclarationSyntax? LongestBody(SyntaxTree tree) =>
        tree.GetRoot()
            .DescendantNodes()
            .OfType<BaseMethodDeclarationSyntax>()
            .Where(static method => method.Body is not null)
            .MaxBy(static method => method.Span.Length);
}
