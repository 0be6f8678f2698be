namespace LockAnalyzers.Recognition.Apis;

/// <summary>The part that an argument plays in a lock call, whatever its parameter is called.</summary>
internal enum ArgumentRole
{
    Handle,
    Flags,
    Reserved,
    OffsetLow,
    OffsetHigh,
    LengthLow,
    LengthHigh,
    Overlapped,
    Command,
    Record,
    LockType,
    Whence,
    Offset,
    Length,
    Mode,

    /// <summary>An argument that nobody reads.</summary>
    Padding,
}
