using FileLocking.Native;
using FileLocking.Waiting;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>A lock file that is open, and the lock on it. Which file it is, the system is asked when somebody wants to know: mostly nobody does.</summary>
internal sealed class OpenFile(FileLock @lock, nint handle, FileAccess access) : IDisposable
{
    private QueueKey? _key;

    public FileLock Lock => @lock;

    public bool CanWrite => access != FileAccess.Read;

    /// <summary>Closing it releases the lock.</summary>
    public SafeFileHandle Handle { get; } = new(handle, ownsHandle: true);

    public void Dispose() => Handle.Dispose();

    /// <summary>Tells which file it is and in which queue one waits for it. Returns the system's error code, 0 for success.</summary>
    public int Identify(out QueueKey key)
    {
        if (_key is { } known)
        {
            key = known;
            return 0;
        }
        int error = AskForIdentity(out FileIdentity identity);
        key = new(identity, access, @lock.Backend, @lock.Range);
        if (error == 0) _key = key;
        return error;
    }

    /// <inheritdoc cref="ILockBackend.TryLock"/>
    public int TryLock(FileLockMode mode)
    {
        using var open = new BorrowedHandle(Handle);
        return @lock.Backend.TryLock(open.Value, mode, @lock.Range);
    }

    /// <inheritdoc cref="ILockBackend.Lock"/>
    public int LockBlocking(FileLockMode mode) => @lock.Backend.Lock(Handle, mode, @lock.Range);

    /// <inheritdoc cref="ILockBackend.TryConvert"/>
    public int TryConvert(FileLockMode to, out bool stillHeld)
    {
        using var open = new BorrowedHandle(Handle);
        return @lock.Backend.TryConvert(open.Value, to, @lock.Range, out stillHeld);
    }

    /// <inheritdoc cref="ILockBackend.Unlock"/>
    public int Unlock()
    {
        try
        {
            using var open = new BorrowedHandle(Handle);
            return @lock.Backend.Unlock(open.Value, @lock.Range);
        }
        catch (ObjectDisposedException)
        {
            // Its user has closed the handle, and the lock went with it.
            return 0;
        }
    }

    /// <summary>Unlocks and closes on behalf of nobody: the caller who would have wanted the lock, or the error, has left.</summary>
    public void UnlockAndClose()
    {
        Unlock();
        Dispose();
    }

    private int AskForIdentity(out FileIdentity identity)
    {
        try
        {
            using var open = new BorrowedHandle(Handle);
            return @lock.Host.Identify(open.Value, out identity);
        }
        catch (ObjectDisposedException)
        {
            identity = default;
            return IHost.NotOpen;
        }
    }
}
