using System.Globalization;
using System.Runtime.InteropServices;

namespace FileLocking;

/// <summary>A lock could not be taken, converted or released because a call of the operating system failed. Contention is never reported this way.</summary>
public class FileLockException : IOException
{
    internal FileLockException(string path, LockMode? mode, string operation, int errorCode, string reason)
        : base(Describe(path, mode, operation, errorCode, reason), HResultOf(errorCode))
    {
        Path = path;
        Mode = mode;
        Operation = operation;
        ErrorCode = errorCode;
    }

    /// <summary>The full path of the lock file.</summary>
    public string Path { get; }

    /// <summary>The mode of the lock asked for or held, or null where the operation concerns no mode.</summary>
    public LockMode? Mode { get; }

    /// <summary>What was attempted, as a verb: <c>open</c>, <c>acquire</c>, <c>release</c>.</summary>
    public string Operation { get; }

    /// <summary>The operating system's own code: <c>errno</c> on Unix, <c>GetLastError</c> on Windows, or 0 where no call failed.</summary>
    public int ErrorCode { get; }

    private static string Describe(string path, LockMode? mode, string operation, int errorCode, string reason)
    {
        string what = mode switch
        {
            LockMode.Exclusive => "the exclusive lock on ",
            LockMode.Shared => "the shared lock on ",
            _ => "",
        };
        string code = errorCode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (error {errorCode})");
        return $"Cannot {operation} {what}'{path}': {reason}{code}.";
    }

    // The framework's own IOExceptions carry the raw errno on Unix and HRESULT_FROM_WIN32 on Windows; code that filters by HResult expects the same here.
    private static int HResultOf(int errorCode) =>
        errorCode == 0 ? unchecked((int)0x80131620) : OperatingSystem.IsWindows() ? unchecked((int)0x80070000) | errorCode : errorCode;

    internal static string ReasonOf(int errorCode) => Marshal.GetPInvokeErrorMessage(errorCode).TrimEnd('.', ' ');
}

/// <summary>The file system, or the operating system, has no locks of the kind asked for.</summary>
public sealed class FileLockNotSupportedException : FileLockException
{
    internal FileLockNotSupportedException(string path, LockMode? mode, string operation, int errorCode)
        : base(path, mode, operation, errorCode, "the file system does not support this kind of lock: " + ReasonOf(errorCode))
    {
    }
}
