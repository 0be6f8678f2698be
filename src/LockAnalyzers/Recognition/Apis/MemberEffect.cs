namespace LockAnalyzers.Recognition.Apis;

/// <summary>What a property tells about a file, and what setting it does.</summary>
internal sealed record MemberEffect
{
    public static readonly MemberEffect None = new();

    /// <summary>The value is the object itself in another guise: the same open file, or the value of a nullable one.</summary>
    public bool IsView { get; init; }

    /// <summary>The value may change without the code's doing: it is never assumed to be as it was a moment ago.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>The value says whether a nullable value is there.</summary>
    public bool AsksPresence { get; init; }

    /// <summary>The value is the length of a stream, an array or a string.</summary>
    public bool AsksLength { get; init; }

    /// <summary>The value is the position of a stream; setting it moves the position and writes out what is kept in a buffer.</summary>
    public bool IsPosition { get; init; }

    /// <summary>Setting the property writes out what is kept in a buffer, and says whether later writes are written out at once.</summary>
    public bool IsAutoFlush { get; init; }

    /// <summary>What a handle or stream answers while it is locked: one that is closed, or good for nothing, holds no lock.</summary>
    public bool? AnswerWhileLocked { get; init; }

    /// <summary>What a handle or stream answers once it is closed.</summary>
    public bool? AnswerOnceClosed { get; init; }
}
