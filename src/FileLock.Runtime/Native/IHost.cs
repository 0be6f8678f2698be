using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>What an operating system does for a lock other than locking. Methods that return int return the system's error code, 0 for success.</summary>
internal interface IHost
{
    /// <summary>The form of a path that <see cref="Open"/> takes; made once per lock.</summary>
    byte[] EncodePath(string path);

    /// <summary>Opens or creates a file, never truncating it, so that no child process inherits the handle.</summary>
    int Open(byte[] path, FileAccess access, UnixFileMode permissions, bool followLinks, out SafeFileHandle? handle);

    /// <summary>What an error code returned by <see cref="Open"/> means.</summary>
    OpenError Classify(int error);
}

/// <summary>What a failed open means to its caller.</summary>
internal enum OpenError
{
    /// <summary>Nothing that the library can mend.</summary>
    Failed,

    /// <summary>Somebody else has the file open and shares it with nobody: contention.</summary>
    Contended,

    /// <summary>The file may not be written; reading may still do.</summary>
    WriteDenied,

    /// <summary>A directory on the way does not exist.</summary>
    DirectoryMissing,
}
