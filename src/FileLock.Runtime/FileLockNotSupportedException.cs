namespace FileLocking;

/// <summary>The file system, or the operating system, has no locks of the kind asked for.</summary>
/// <remarks>ENOSYS, ENOTSUP, EOPNOTSUPP or 524 on Unix, <c>ERROR_INVALID_FUNCTION</c> or <c>ERROR_NOT_SUPPORTED</c> on Windows.</remarks>
public sealed class FileLockNotSupportedException : FileLockException
{
    /// <summary>An exception that states nothing.</summary>
    public FileLockNotSupportedException() { }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What went wrong.</param>
    public FileLockNotSupportedException(string? message)
        : base(message) { }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause, or null.</param>
    public FileLockNotSupportedException(string? message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>An exception as this library throws it: the message is made of the arguments.</summary>
    /// <param name="path">The full path of the lock file.</param>
    /// <param name="mode">The mode of the lock asked for or held; null where the operation concerns no mode.</param>
    /// <param name="operation">What was attempted.</param>
    /// <param name="nativeErrorCode"><c>errno</c> on Unix, <c>GetLastError</c> on Windows.</param>
    public FileLockNotSupportedException(string path, FileLockMode? mode, FileLockOperation operation, int nativeErrorCode)
        : base(path, mode, operation, nativeErrorCode, "the file system does not support this kind of lock: " + ReasonOf(nativeErrorCode))
    { }
}
