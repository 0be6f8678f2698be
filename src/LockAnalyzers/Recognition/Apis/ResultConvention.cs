namespace LockAnalyzers.Recognition.Apis;

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
