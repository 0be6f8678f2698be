using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>
/// What a call that is no lock call does to files, and what it tells about them. Operands are the ordinals of parameters, or
/// <see cref="Instance"/> for the object that the method is called on.
/// </summary>
internal sealed record CallEffect
{
    /// <summary>The operand that is no argument but the object that the method is called on.</summary>
    public const int Instance = -1;

    public static readonly CallEffect None = new();

    /// <summary>How the call opens a file.</summary>
    public FileOpening? Opens { get; init; }

    /// <summary>A constructor of a stream, reader or writer over a stream or handle given first.</summary>
    public bool Wraps { get; init; }

    /// <summary>A constructor that puts a handle into another handle type.</summary>
    public bool Rewraps { get; init; }

    /// <summary>The result is the same open file as another kind of handle.</summary>
    public bool IsView { get; init; }

    /// <summary>The operand that is closed.</summary>
    public int? Closes { get; init; }

    /// <summary>The operand that is written through.</summary>
    public int? WritesThrough { get; init; }

    /// <summary>What is written through the operand may stay in a buffer.</summary>
    public bool IsBuffered { get; init; }

    /// <summary>What is kept in a buffer is written out, because the call is a flush or because it moves the position.</summary>
    public bool EmptiesBuffer { get; init; }

    /// <summary>The call is made to write out what is kept in a buffer.</summary>
    public bool Flushes { get; init; }

    /// <summary>The paths whose files are written, replaced, moved or deleted; the last is that of the file that remains.</summary>
    public ImmutableArray<int> WrittenPaths { get; init; } = ImmutableArray<int>.Empty;

    /// <summary>The path, or the object that knows it, of the file that is deleted.</summary>
    public int? Deletes { get; init; }

    /// <summary>The file whose length becomes <see cref="NewLength"/>.</summary>
    public int? Resizes { get; init; }

    /// <summary>The new length of the file that is resized.</summary>
    public int NewLength { get; init; }

    /// <summary>What is read or written.</summary>
    public FileTransfer? Transfers { get; init; }

    /// <summary>The file whose failure the call reports by throwing.</summary>
    public int? Uses { get; init; }

    /// <summary>The position moves by the first argument from where the second one says.</summary>
    public bool Seeks { get; init; }

    /// <summary>The file whose length the call returns.</summary>
    public int? AsksLength { get; init; }

    /// <summary>The answer is the same each time, or code asks twice to pair two branches.</summary>
    public bool IsStableQuery { get; init; }

    /// <summary>The result is the argument in another type of number.</summary>
    public bool ConvertsNumber { get; init; }

    /// <summary>The result is no greater than any argument.</summary>
    public bool TakesSmallest { get; init; }

    /// <summary>The call returns only if the first argument is at most the second one.</summary>
    public bool LimitsFirstToSecond { get; init; }

    /// <summary>The call reads the error code that the last native call left.</summary>
    public bool ReadsErrorCode { get; init; }

    /// <summary>The call waits until an operation that was pending is done, or asks whether it is.</summary>
    public bool AwaitsCompletion { get; init; }

    /// <summary>The call gives memory back that native code may have been given.</summary>
    public bool FreesMemory { get; init; }

    public bool NeverReturns { get; init; }

    /// <summary>The call ends the process: nothing runs after it, not even a handler.</summary>
    public bool EndsProcess { get; init; }

    /// <summary>By parameter: the value for which the method does not return. Empty where it has no such parameter.</summary>
    public ImmutableArray<bool?> FatalValues { get; init; } = ImmutableArray<bool?>.Empty;

    /// <summary>A native function.</summary>
    public bool IsNative { get; init; }

    /// <summary>A member of the framework, which does not reach back into the fields of the program.</summary>
    public bool IsFramework { get; init; }

    /// <summary>Nobody expects the call to throw between taking a lock and guarding it.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The call does no work of the program's own.</summary>
    public bool IsIdle { get; init; }

    public bool? FatalValueOf(int ordinal) => ordinal < FatalValues.Length ? FatalValues[ordinal] : null;
}
