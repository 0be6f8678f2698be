using FileLocking.Native;
using FileLocking.Waiting;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>A held lock. Disposing it releases the lock and closes the file, in that order.</summary>
/// <remarks>The lock belongs to this object, not to a thread: it may be released anywhere. Child processes do not inherit it.</remarks>
public sealed class FileLockHandle : IDisposable, IAsyncDisposable
{
    private readonly FileLock _lock;

    // Its monitor guards the state.
    private readonly OpenFile _file;
    private readonly long _since = Telemetry.Start();
    private volatile State _state;
    private bool _exposed;
    private LockMode _mode;

    internal FileLockHandle(FileLock @lock, LockMode mode, OpenFile file)
    {
        _lock = @lock;
        _mode = mode;
        _file = file;
    }

    private enum State
    {
        Held,

        /// <summary>A conversion let go of the lock and could not get it back; the file is still open.</summary>
        Lost,
        Released,
    }

    /// <summary>The full path of the lock file.</summary>
    public string Path => _lock.Path;

    /// <summary>Whether the lock admits, or admitted, other shared holders.</summary>
    public LockMode Mode => _mode;

    /// <summary>Whether the lock is still held: neither released, nor lost in a conversion, nor gone with a closed <see cref="SafeFileHandle"/>.</summary>
    public bool IsHeld => _state == State.Held && !_file.Handle.IsClosed;

    /// <summary>
    /// Whether <see cref="TryUpgrade"/> and <see cref="Downgrade"/> happen in one step. If false (<c>flock</c>, <c>LockFileEx</c>), another holder
    /// may have come and gone in between, whatever the result: what was read before has to be read again.
    /// </summary>
    public bool ConvertsAtomically => _lock.Backend.ConvertsAtomically;

    /// <summary>The open file, for reading and writing the locked content through the handle that owns the lock. Closing it releases the lock.</summary>
    /// <exception cref="ObjectDisposedException">The lock has been released.</exception>
    public SafeFileHandle SafeFileHandle
    {
        get
        {
            lock (_file)
            {
                ObjectDisposedException.ThrowIf(_state == State.Released, this);
                _exposed = true;
                return _file.Handle;
            }
        }
    }

    /// <summary>Makes an exclusive lock shared. A shared one stays as it is.</summary>
    /// <remarks>Atomic for <see cref="LockKind.OpenFileDescription"/> and on Windows; with <c>flock</c> a waiting writer may get in between.</remarks>
    /// <exception cref="FileLockException">Somebody else got in between, or the system failed; if <see cref="IsHeld"/> is false, the lock is lost.</exception>
    /// <exception cref="ObjectDisposedException">The lock is not held any more.</exception>
    public void Downgrade()
    {
        int error = Convert(LockMode.Shared);
        if (error == 0) return;
        throw Contended(error)
            ? new FileLockException(Path, LockMode.Exclusive, "downgrade", error, "somebody else took the lock in between" + (IsHeld ? "" : ", and it is lost"))
            : _lock.Failure(LockMode.Exclusive, "downgrade", error);
    }

    /// <summary>Makes a shared lock exclusive if that is possible at once. An exclusive one stays as it is.</summary>
    /// <remarks>Never waits: two shared holders that both waited to become exclusive would wait forever.</remarks>
    /// <returns>
    /// What is held now: see <see cref="UpgradeResult"/>. Unless <see cref="ConvertsAtomically"/>, read again what was read before.
    /// </returns>
    /// <exception cref="FileLockException">The system failed; <see cref="IsHeld"/> tells whether the shared lock is still held.</exception>
    /// <exception cref="ObjectDisposedException">The lock is not held any more.</exception>
    public UpgradeResult TryUpgrade()
    {
        int error = Convert(LockMode.Exclusive);
        if (error == 0) return UpgradeResult.Upgraded;
        if (!Contended(error)) throw _lock.Failure(LockMode.Shared, "upgrade", error);
        return IsHeld ? UpgradeResult.Refused : UpgradeResult.Lost;
    }

    /// <summary>
    /// Releases the lock (<c>flock(LOCK_UN)</c>, <c>fcntl(F_UNLCK)</c>, <c>UnlockFileEx</c>), then closes the file; or hands both to this process's
    /// next waiter. A second call does nothing.
    /// </summary>
    /// <exception cref="FileLockException">
    /// The system refused to release: the lock is still held, and Dispose may be called again. Or the lock file could not be deleted
    /// (<see cref="FileLockOptions.DeleteOnRelease"/>): the lock is released all the same.
    /// </exception>
    public void Dispose()
    {
        bool held;
        int deletion = 0;
        lock (_file)
        {
            if (_state == State.Released) return;
            held = IsHeld;
            if (!held || _exposed || _mode != LockMode.Exclusive || !WaitQueue.TryHandOver(_file))
            {
                if (held) Release(out deletion);
                _file.Dispose();
            }
            _state = State.Released;
        }
        if (held) Telemetry.Released(Path, _mode, _since);
        if (deletion != 0) throw new FileLockException(Path, _mode, "delete", deletion, FileLockException.ReasonOf(deletion));
    }

    /// <summary>The same as <see cref="Dispose"/>; releasing never waits.</summary>
    /// <returns>A completed task.</returns>
    /// <inheritdoc cref="Dispose" path="/exception"/>
    public ValueTask DisposeAsync()
    {
        try
        {
            Dispose();
            return default;
        }
        catch (FileLockException e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>Whether this lock is in the way of one that waits in the queue of <paramref name="key"/>: the two need not be interchangeable.</summary>
    internal bool Guards(QueueKey key) => _file.Identify(out QueueKey mine) == 0 && mine.File == key.File && mine.Backend == key.Backend;

    private void Release(out int deletion)
    {
        bool delete = _lock.Options.DeleteOnRelease && _mode == LockMode.Exclusive && _lock.StillNames(_file);
        deletion = delete ? _lock.Host.Delete(_lock.EncodedPath) : 0;
        int error = _file.Unlock();
        if (error != 0) throw _lock.Failure(_mode, "release", error);
    }

    private int Convert(LockMode to)
    {
        lock (_file)
        {
            ObjectDisposedException.ThrowIf(!IsHeld, this);
            if (_mode == to) return 0;
            int error = _file.TryConvert(to, out bool stillHeld);
            if (error == 0) _mode = to;
            else if (!stillHeld) _state = State.Lost;
            return error;
        }
    }

    private bool Contended(int error) => _lock.Backend.Classify(error) == LockError.Contended;
}

/// <summary>What came of <see cref="FileLockHandle.TryUpgrade"/>.</summary>
public enum UpgradeResult
{
    /// <summary>The lock is exclusive.</summary>
    Upgraded,

    /// <summary>Others share the file; the lock is shared, as it was.</summary>
    Refused,

    /// <summary>The shared lock had to be let go and somebody else took the file: nothing is held.</summary>
    Lost,
}
