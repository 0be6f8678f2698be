using System.Collections.Immutable;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Locks;

/// <summary>The values of a lock call's arguments by role, those inside an OVERLAPPED or a lock record included.</summary>
internal sealed record LockArguments(ImmutableDictionary<ArgumentRole, SymbolicValue> Values)
{
    public static readonly LockArguments None = new(ImmutableDictionary<ArgumentRole, SymbolicValue>.Empty);

    /// <summary>The expressions that parts of a structure were given, where every path gave the same one.</summary>
    public ImmutableDictionary<ArgumentRole, IOperation> Sources { get; init; } = ImmutableDictionary<ArgumentRole, IOperation>.Empty;

    public SymbolicValue this[ArgumentRole role] => Values.TryGetValue(role, out var value) ? value : SymbolicValue.Unknown;

    public LockArguments With(ArgumentRole role, SymbolicValue value) => this with { Values = Values.SetItem(role, value) };

    public LockArguments From(ArgumentRole role, IOperation source) => this with { Sources = Sources.SetItem(role, source) };

    public LockArguments Join(LockArguments other)
    {
        var joined = Values.ToBuilder();
        foreach (var role in Values.Keys)
            joined[role] = this[role].Join(other[role]);

        return new(joined.ToImmutable())
        {
            Sources = Sources
                .Where(s => other.Sources.TryGetValue(s.Key, out var theirs) && ReferenceEquals(s.Value, theirs))
                .ToImmutableDictionary(),
        };
    }
}
