using FileLocking.Native;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>A held lock. Disposing it releases the lock and closes the file, in that order.</summary>
public sealed class FileLockHandle : IDisposable
{
    private readonly ILockBackend _backend;
    private readonly SafeFileHandle _file;
    private int _released;

    internal FileLockHandle(string path, LockMode mode, SafeFileHandle file, ILockBackend backend)
    {
        Path = path;
        Mode = mode;
        _file = file;
        _backend = backend;
    }

    /// <summary>The full path of the lock file.</summary>
    public string Path { get; }

    /// <summary>Whether the lock admits other shared holders.</summary>
    public LockMode Mode { get; }

    /// <summary>Releases the lock, then closes the file. A second call does nothing.</summary>
    /// <exception cref="FileLockException">The operating system refused to release; the lock is still held and Dispose may be called again.</exception>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) != 0) return;
        int error = _backend.Unlock(_file, ByteRange.Whole);
        if (error != 0)
        {
            Volatile.Write(ref _released, 0);
            throw new FileLockException(Path, Mode, "release", error, FileLockException.ReasonOf(error));
        }
        _file.Dispose();
    }
}
