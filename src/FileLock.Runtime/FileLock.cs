using FileLocking.Native;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>Names a lock that excludes threads and processes from one another: a file, locked by the operating system.</summary>
/// <remarks>
/// The object itself opens and creates nothing; it may be shared between threads and used again and again.
/// The file is created if it is missing, never truncated and never deleted.
/// Linux and macOS: <c>flock(2)</c>, advisory. Windows: <c>LockFileEx</c> over the whole range, mandatory.
/// </remarks>
public sealed class FileLock
{
    private readonly Platform _platform;
    private readonly byte[] _encodedPath;

    /// <summary>Names the lock on the file at <paramref name="path"/>.</summary>
    /// <param name="path">The lock file; a relative path is taken from the current directory now, not later.</param>
    /// <exception cref="ArgumentException">The path is null, empty or holds a null character.</exception>
    public FileLock(string path)
        : this(path, Platform.Current)
    {
    }

    internal FileLock(string path, Platform platform)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        _platform = platform;
        _encodedPath = platform.Host.EncodePath(Path);
    }

    /// <summary>The full path of the lock file.</summary>
    public string Path { get; }

    /// <summary>Takes the lock, waiting as long as somebody else holds it.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="FileLockException">The file could not be opened or locked.</exception>
    public FileLockHandle Acquire(LockMode mode = LockMode.Exclusive) => Take(mode, wait: true)!;

    /// <summary>Takes the lock if nobody else holds it.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <returns>The held lock, or null if somebody else has it.</returns>
    /// <exception cref="FileLockException">The file could not be opened or locked.</exception>
    public FileLockHandle? TryAcquire(LockMode mode = LockMode.Exclusive) => Take(mode, wait: false);

    /// <inheritdoc/>
    public override string ToString() => Path;

    private FileLockHandle? Take(LockMode mode, bool wait)
    {
        if (mode is not (LockMode.Exclusive or LockMode.Shared)) throw new ArgumentOutOfRangeException(nameof(mode));
        SafeFileHandle handle = Open(mode);
        FileLockHandle? held = null;
        try
        {
            ILockBackend backend = _platform.Default;
            int error = wait ? backend.Lock(handle, mode, ByteRange.Whole) : backend.TryLock(handle, mode, ByteRange.Whole);
            if (error == 0) return held = new FileLockHandle(Path, mode, handle, backend);
            return backend.Classify(error) switch
            {
                LockError.Contended => null,
                LockError.NotSupported => throw new FileLockNotSupportedException(Path, mode, "acquire", error),
                _ => throw new FileLockException(Path, mode, "acquire", error, FileLockException.ReasonOf(error)),
            };
        }
        finally
        {
            if (held is null) handle.Dispose();
        }
    }

    private SafeFileHandle Open(LockMode mode)
    {
        IHost host = _platform.Host;
        int error = host.Open(_encodedPath, FileAccess.ReadWrite, (UnixFileMode)0b110_110_110, followLinks: false, out SafeFileHandle? handle);
        if (error != 0 && host.Classify(error) == OpenError.WriteDenied
            && host.Open(_encodedPath, FileAccess.Read, (UnixFileMode)0b110_110_110, followLinks: false, out handle) == 0)
        {
            return handle!;
        }
        return handle ?? throw new FileLockException(Path, mode, "open", error, FileLockException.ReasonOf(error));
    }
}
