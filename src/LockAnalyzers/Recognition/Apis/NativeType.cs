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

    /// <summary>A file: <c>HANDLE</c> on Windows, a descriptor on Unix.</summary>
    File,

    /// <summary>A pointer, or an integer as wide as one.</summary>
    Pointer,

    /// <summary>The argument behind the dots of a variadic function: with the lock commands a pointer.</summary>
    Variable,
}
