using System.Runtime.CompilerServices;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// The memory of each project that one analyzer looks at. A project has no name here: its memory hangs on the files about locks, most of
/// which an edit leaves alone, and goes with them.
/// </summary>
internal sealed class ProjectMemories
{
    private readonly ConditionalWeakTable<SyntaxTree, ScopeMemory> _memories = new();

    public ScopeMemory For(IEnumerable<TreeFacts> trees)
    {
        ScopeMemory? memory = null;
        var strangers = new List<SyntaxTree>();
        foreach (var tree in trees.Where(t => t.Topics.HasFlag(FileTopics.Calls)))
        {
            if (_memories.TryGetValue(tree.Tree, out var known))
                memory ??= known;
            else
                strangers.Add(tree.Tree);
        }

        memory ??= new ScopeMemory();
        foreach (var tree in strangers)
            _memories.GetValue(tree, _ => memory);
        return memory;
    }
}
