using System.Globalization;
using System.Runtime.InteropServices;

namespace FileLocking;

/// <summary>A lock could not be taken, converted or released because a call of the operating system failed.</summary>
/// <remarks>
/// Contention of an acquire is never reported this way: it is null, or a <see cref="TimeoutException"/>. Only
/// <see cref="FileLockHandle.Downgrade"/> throws it when somebody else came in between, for the caller held a lock and holds it no longer.
/// </remarks>
public class FileLockException : IOException
{
    // The framework's own IOException.
    private const int GenericIOError = unchecked((int)0x80131620);

    /// <summary>An exception that states nothing.</summary>
    public FileLockException() { }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What went wrong.</param>
    public FileLockException(string? message)
        : base(message) { }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause, or null.</param>
    public FileLockException(string? message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>An exception as this library throws it: the message is made of the arguments.</summary>
    /// <param name="path">The full path of the lock file.</param>
    /// <param name="mode">The mode of the lock asked for or held; null where the operation concerns no mode.</param>
    /// <param name="operation">What was attempted.</param>
    /// <param name="nativeErrorCode"><c>errno</c> on Unix, <c>GetLastError</c> on Windows; 0 where no call of the system failed.</param>
    /// <param name="reason">Why it failed, a clause without a full stop; null for the operating system's own text for the code.</param>
    /// <param name="innerException">The cause, or null.</param>
    public FileLockException(
        string path,
        FileLockMode? mode,
        FileLockOperation operation,
        int nativeErrorCode,
        string? reason = null,
        Exception? innerException = null
    )
        : base(Describe(path, mode, operation, nativeErrorCode, reason ?? ReasonOf(nativeErrorCode)), innerException)
    {
        // The framework's own IOExceptions carry the raw errno on Unix and HRESULT_FROM_WIN32 on Windows: code that filters by HResult
        // expects the same here.
        HResult =
            nativeErrorCode == 0 ? GenericIOError
            : OperatingSystem.IsWindows() ? unchecked((int)0x80070000) | nativeErrorCode
            : nativeErrorCode;
        Path = path;
        Mode = mode;
        Operation = operation;
        NativeErrorCode = nativeErrorCode;
    }

    /// <summary>
    /// The full path of the lock file (of a <see cref="HandleLock"/>: the number of the handle), or null where it is not stated.
    /// </summary>
    public string? Path { get; }

    /// <summary>The mode of the lock asked for or held, or null where the operation concerns no mode.</summary>
    public FileLockMode? Mode { get; }

    /// <summary>What was attempted.</summary>
    public FileLockOperation Operation { get; }

    /// <summary>The operating system's own code: <c>errno</c> on Unix, <c>GetLastError</c> on Windows, or 0 where no call failed.</summary>
    public int NativeErrorCode { get; }

    /// <summary>The operating system's own text for an error code.</summary>
    internal static string ReasonOf(int nativeErrorCode) => Marshal.GetPInvokeErrorMessage(nativeErrorCode).TrimEnd('.', ' ');

    private static string Describe(string path, FileLockMode? mode, FileLockOperation operation, int nativeErrorCode, string reason)
    {
        var verb = operation switch
        {
            FileLockOperation.CreateDirectories => "create the directories for",
            FileLockOperation.Open => "open",
            FileLockOperation.Acquire => "acquire",
            FileLockOperation.Upgrade => "upgrade",
            FileLockOperation.Downgrade => "downgrade",
            FileLockOperation.Release => "release",
            _ => "use",
        };
        var what = mode switch
        {
            FileLockMode.Exclusive => "the exclusive lock on ",
            FileLockMode.Shared => "the shared lock on ",
            _ => "",
        };
        var code = nativeErrorCode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (error {nativeErrorCode})");
        return $"Cannot {verb} {what}'{path}': {reason}{code}.";
    }
}
