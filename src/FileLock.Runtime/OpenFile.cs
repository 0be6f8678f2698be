using FileLocking.Native;
using FileLocking.Waiting;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>A lock file that is open, and the lock on it. The system is asked which file it is only when somebody needs to know.</summary>
/// <param name="lock">The lock that opened it. After a hand-over the lock that holds it is another one, with its own options.</param>
/// <param name="handle">The open handle, which this owns.</param>
/// <param name="access">How it is open.</param>
/// <param name="identity">Which file it is, boxed, if that is known.</param>
internal sealed class OpenFile(FileLock @lock, nint handle, FileAccess access, object? identity = null) : IDisposable
{
    // A boxed FileIdentity, for mostly nobody asks for it.
    private object? _identity = identity;

    public FileLock Lock => @lock;

    public bool CanWrite => access != FileAccess.Read;

    /// <summary>Closing it releases the lock.</summary>
    public SafeFileHandle Handle { get; } = new(handle, ownsHandle: true);

    public void Dispose() => Handle.Dispose();

    /// <summary>Tells which file it is and in which queue one waits for it. Returns the system's error code, 0 for success.</summary>
    public int Identify(out QueueKey key)
    {
        if (_identity is FileIdentity known)
        {
            key = @lock.KeyOf(known, access);
            return 0;
        }
        var error = AskForIdentity(out var identity);
        _identity = error == 0 ? identity : null;
        key = @lock.KeyOf(identity, access);
        return error;
    }

    public bool IsContention(int error) => @lock.Backend.Classify(error) == LockError.Contended;

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

    /// <summary>
    /// Does what the options of its holder want done at a release, and unlocks. Returns the system's error code, 0 for success.
    /// </summary>
    public int Release(FileLock holder, FileLockMode mode)
    {
        if (mode == FileLockMode.Exclusive)
        {
            if (holder.Options.RecordHolder)
            {
                HolderRecord.Erase(this, holder.Path);
            }
            if (
                holder.Options.DeleteOnRelease
                && holder.PathStillRefersTo(this)
                && holder.Host.Delete(holder.EncodedPath) is not 0 and var error
            )
            {
                Telemetry.CleanupFailed(holder.Path, "delete", FileLockException.ReasonOf(error));
            }
        }
        return Unlock();
    }

    /// <summary>
    /// Releases and closes, as the one who would have held it was to do: he has left, and so has whoever would want the error.
    /// </summary>
    public void UnlockAndClose(FileLock holder, FileLockMode mode)
    {
        Release(holder, mode);
        Dispose();
    }

    /// <summary>Unlocks and closes a file that is not the one wanted.</summary>
    public void UnlockAndClose()
    {
        Unlock();
        Dispose();
    }

    private int Unlock()
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
