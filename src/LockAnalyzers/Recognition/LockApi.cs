namespace LockAnalyzers.Recognition;

/// <summary>The families of calls that lock a file. Each has its own flags, range and result convention.</summary>
internal enum LockApi
{
    LockFileEx,
    LockFile,
    Flock,
    Fcntl,
    Lockf,
    FileStream,
    FileLocking,

    /// <summary>A method that its project declares to take or give back a lock.</summary>
    Declared,
}

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
}

/// <summary>How a call tells success from failure.</summary>
internal enum ResultConvention
{
    /// <summary>A Win32 BOOL: anything but zero is success.</summary>
    NonZeroIsSuccess,

    /// <summary>POSIX: zero is success, minus one is failure.</summary>
    ZeroIsSuccess,

    /// <summary>Returns only on success, throws on failure.</summary>
    ThrowsOnFailure,

    /// <summary>Returns an object on success, null on failure.</summary>
    NullIsFailure,
}

/// <summary>The side of a platform pair that an API belongs to.</summary>
internal enum LockPlatform
{
    Windows,
    Unix,
    Any,
}

internal static class LockApiExtensions
{
    public static LockPlatform Platform(this LockApi api) => api switch
    {
        LockApi.LockFileEx or LockApi.LockFile => LockPlatform.Windows,
        LockApi.Flock or LockApi.Fcntl or LockApi.Lockf => LockPlatform.Unix,
        _ => LockPlatform.Any,
    };
}
