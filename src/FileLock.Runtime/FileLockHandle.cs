using FileLocking.Native;
using FileLocking.Waiting;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>A held lock. Disposing it releases the lock and closes the file, in that order.</summary>
/// <remarks>The lock belongs to this object, not to a thread: it may be released anywhere. Child processes do not inherit it.</remarks>
public sealed class FileLockHandle : ILockHandle
{
    private readonly FileLock _lock;
    private readonly object _gate = new();
    private readonly long _since = Telemetry.Start();

    // Null once it is released: the file may have been handed over, and whoever keeps this handle must not keep the next holder's lock.
    private OpenFile? _file;
    private volatile State _state;
    private bool _isExposed;
    private FileLockMode _mode;
    private CancellationTokenSource? _lost;

    internal FileLockHandle(FileLock @lock, FileLockMode mode, OpenFile file)
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
    public FileLockMode Mode => _mode;

    /// <summary>
    /// Whether the lock is still held: neither released, nor lost in a conversion, nor gone with a closed <see cref="SafeFileHandle"/>.
    /// </summary>
    public bool IsHeld => _state == State.Held && Volatile.Read(ref _file) is { Handle.IsClosed: false };

    /// <summary>
    /// Whether <see cref="TryUpgrade"/> happens in one step (<see cref="FileLockMechanism.OpenFileDescription"/> on Linux and macOS). If
    /// false (<c>flock</c>, <c>LockFileEx</c>), another holder may have come and gone in between, whatever the result: what was read before
    /// has to be read again.
    /// </summary>
    public bool UpgradesAtomically => _lock.Backend.UpgradesAtomically;

    /// <summary>
    /// The open file, for reading and writing the locked content through the handle that owns the lock. Closing it releases the lock.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The lock has been released.</exception>
    public SafeFileHandle SafeFileHandle
    {
        get
        {
            using (Gate.Enter(_gate))
            {
                ObjectDisposedException.ThrowIf(_state == State.Released, this);
                _isExposed = true;
                return _file!.Handle;
            }
        }
    }

    /// <summary>
    /// Canceled when a conversion has lost the lock (<see cref="TryUpgrade"/>, <see cref="Downgrade"/>). Nothing else takes a file lock
    /// from its holder, and releasing it does not cancel the token.
    /// </summary>
    public CancellationToken LostToken
    {
        get
        {
            using (Gate.Enter(_gate))
            {
                _lost ??= new();
                if (_state != State.Lost)
                {
                    return _lost.Token;
                }
            }
            _lost.Cancel();
            return _lost.Token;
        }
    }

    /// <summary>
    /// Opens the locked file's content as a stream of its own position; closing the stream neither closes the file nor releases the lock.
    /// </summary>
    /// <remarks>
    /// The stream does not buffer. It can be written where the file was opened for writing (<see cref="FileLockOptions.Access"/>), and it
    /// throws
    /// <see cref="ObjectDisposedException"/> once the lock is released. A writer that buffers on top of it has to be flushed before that.
    /// </remarks>
    /// <returns>A stream that stands at the beginning of the file.</returns>
    /// <exception cref="ObjectDisposedException">The lock has been released.</exception>
    public Stream OpenStream()
    {
        using (Gate.Enter(_gate))
        {
            ObjectDisposedException.ThrowIf(_state == State.Released, this);
            _isExposed = true;
            return new LockedFileStream(this, _file!.CanWrite);
        }
    }

    /// <summary>Makes an exclusive lock shared. A shared one stays as it is.</summary>
    /// <remarks>
    /// In one step with <see cref="FileLockMechanism.OpenFileDescription"/> and on Windows. With <c>flock</c> another process may get in
    /// between: then this throws, for the caller no longer has what it had.
    /// </remarks>
    /// <exception cref="FileLockException">
    /// Somebody else got in between, or the system failed; if <see cref="IsHeld"/> is false, the lock is lost.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The lock is not held any more.</exception>
    public void Downgrade()
    {
        var error = Convert(FileLockMode.Shared);
        if (error == 0)
        {
            return;
        }
        throw IsContention(error)
            ? new FileLockException(
                Path,
                FileLockMode.Exclusive,
                FileLockOperation.Downgrade,
                error,
                "somebody else took the lock in between" + (IsHeld ? "" : ", and it is lost")
            )
            : _lock.Failure(FileLockMode.Exclusive, FileLockOperation.Downgrade, error);
    }

    /// <summary>Makes a shared lock exclusive if that is possible at once. An exclusive one stays as it is.</summary>
    /// <remarks>
    /// <para>It never waits: two shared holders that both waited to become exclusive would wait forever.</para>
    /// <para>If it returns false, look at <see cref="IsHeld"/>. True: others share the file, and the lock is shared as it was. False: the
    /// shared lock had to be let go (<see cref="UpgradesAtomically"/>) and somebody else took the file; nothing is held.</para>
    /// </remarks>
    /// <returns>Whether the lock is exclusive now. Unless <see cref="UpgradesAtomically"/>, read again what was read before.</returns>
    /// <exception cref="FileLockException">The system failed; <see cref="IsHeld"/> tells whether the shared lock is still held.</exception>
    /// <exception cref="ObjectDisposedException">The lock is not held any more.</exception>
    public bool TryUpgrade()
    {
        var error = Convert(FileLockMode.Exclusive);
        return error == 0 || (IsContention(error) ? false : throw _lock.Failure(FileLockMode.Shared, FileLockOperation.Upgrade, error));
    }

    /// <summary>
    /// Releases the lock (<c>flock(LOCK_UN)</c>, <c>fcntl(F_UNLCK)</c>, <c>UnlockFileEx</c>), then closes the file; or hands both to this
    /// process's next waiter. A second call does nothing.
    /// </summary>
    /// <remarks>A lock file that could not be deleted (<see cref="FileLockOptions.DeleteOnRelease"/>) is no error: it is counted.</remarks>
    /// <exception cref="FileLockException">
    /// The system refused to release: the lock is still held, and Dispose may be called again.
    /// </exception>
    public void Dispose()
    {
        bool wasHeld;
        using (Gate.Enter(_gate))
        {
            if (_state == State.Released)
            {
                return;
            }
            var file = _file!;
            wasHeld = IsHeld;
            if (!wasHeld)
            {
                file.Dispose();
            }
            else if (_isExposed || _mode != FileLockMode.Exclusive || !WaitQueue.TryHandOver(_lock, file))
            {
                var error = file.Release(_lock, _mode);
                if (error != 0)
                {
                    throw _lock.Failure(_mode, FileLockOperation.Release, error);
                }
                file.Dispose();
            }
            _file = null;
            _state = State.Released;
        }
        if (wasHeld)
        {
            Telemetry.Released(Path, _mode, _since);
        }
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

    /// <summary>
    /// Whether this lock is in the way of one that waits in the queue of <paramref name="key"/>: the two need not be interchangeable.
    /// </summary>
    internal bool ConflictsWith(QueueKey key) => HasOpen(key.File) && _lock.Backend == key.Backend;

    /// <summary>Whether this is the lock on that file.</summary>
    internal bool HasOpen(FileIdentity identity) =>
        Volatile.Read(ref _file) is { } file && file.Identify(out var mine) == 0 && mine.File == identity;

    private int Convert(FileLockMode to)
    {
        int error;
        CancellationTokenSource? lost = null;
        using (Gate.Enter(_gate))
        {
            ObjectDisposedException.ThrowIf(!IsHeld, this);
            if (_mode == to)
            {
                return 0;
            }
            error = _file!.TryConvert(to, out var stillHeld);
            if (error == 0)
            {
                _mode = to;
                RecordHolder();
            }
            else if (!stillHeld)
            {
                _state = State.Lost;
                lost = _lost;
            }
        }
        // Code of the user's runs here.
        lost?.Cancel();
        return error;
    }

    private void RecordHolder()
    {
        if (!_lock.Options.RecordHolder)
        {
            return;
        }
        if (_mode == FileLockMode.Exclusive)
        {
            HolderRecord.Write(_file!, Path);
        }
        else
        {
            HolderRecord.Erase(_file!, Path);
        }
    }

    private bool IsContention(int error) => _lock.Backend.Classify(error) == LockError.Contended;
}
