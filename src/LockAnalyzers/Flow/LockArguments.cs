using System.Collections.Immutable;
using LockAnalyzers.Recognition;

namespace LockAnalyzers.Flow;

/// <summary>The values of a lock call's arguments by role, those inside an OVERLAPPED or a lock record included.</summary>
internal sealed record LockArguments(ImmutableDictionary<Role, Value> Values)
{
    public static readonly LockArguments None = new(ImmutableDictionary<Role, Value>.Empty);

    public Value this[Role role] => Values.TryGetValue(role, out var value) ? value : Value.Unknown;

    public LockArguments With(Role role, Value value) => new(Values.SetItem(role, value));

    public LockArguments Join(LockArguments other)
    {
        var joined = Values.ToBuilder();
        foreach (var role in Values.Keys)
            joined[role] = this[role].Join(other[role]);

        return new(joined.ToImmutable());
    }
}
