using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>A field of a native structure.</summary>
/// <param name="Name">Its native name.</param>
/// <param name="Type">Its native type.</param>
/// <param name="Words">The names that declarations give it, in lower case and without underscores.</param>
internal sealed record NativeField(string Name, NativeType Type, ImmutableArray<string> Words)
{
    public NativeField(string name, NativeType type, params string[] words)
        : this(name, type, words.ToImmutableArray()) { }

    /// <summary>True for the name of a declared field that stands for this one.</summary>
    public bool IsCalled(string name) => Words.Contains(name.Replace("_", "").ToLowerInvariant());
}
