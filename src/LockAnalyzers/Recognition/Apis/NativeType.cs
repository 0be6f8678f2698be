namespace LockAnalyzers.Recognition.Apis;

/// <summary>The C types of the parameters and fields of the lock functions, as far as their sizes differ.</summary>
internal enum NativeType
{
    /// <summary><c>short</c>.</summary>
    Int16,

    /// <summary><c>int</c>, <c>DWORD</c>, <c>BOOL</c> and <c>pid_t</c>.</summary>
    Int32,

    /// <summary><c>off_t</c>, which is a <c>long</c>: as wide as a pointer.</summary>
    FileOffset,

    /// <summary><c>HANDLE</c>: a file on Windows.</summary>
    File,

    /// <summary>A file on Unix: an <c>int</c>, which a SafeHandle or an integer as wide as a pointer may stand for.</summary>
    Descriptor,

    /// <summary>A pointer, or an integer as wide as one.</summary>
    Pointer,

    /// <summary>The argument behind the dots of a variadic function: with the lock commands a pointer.</summary>
    Variable,
}
