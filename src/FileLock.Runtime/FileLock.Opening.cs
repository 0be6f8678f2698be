using System.Globalization;
using FileLocking.Native;
using FileLocking.Waiting;

namespace FileLocking;

/// <content>Opening the file and asking the system once: what the queue and its waiters build on.</content>
public sealed partial class FileLock
{
    /// <summary>How many slots there are for the names of files.</summary>
    internal const int Slots = 256;

    // That the path names no FIFO and no device is seen once: it guards against mistakes, and it costs a system call.
    private volatile bool _isRegular;

    private volatile FileSystem _fileSystem;

    private enum FileSystem
    {
        Unknown,
        Local,
        Network,
    }

    internal FileLockOptions Options { get; }

    internal IHost Host { get; }

    internal ILockBackend Backend { get; }

    internal ByteRange Range { get; }

    internal byte[] EncodedPath { get; }

    /// <summary>Where the name falls among <see cref="Slots"/>: one file by one name is always in one slot.</summary>
    internal int Slot { get; }

    /// <summary>Whether the file is known to lie where a blocked lock call returns once the lock is free.</summary>
    internal bool IsKnownToBeLocal => _fileSystem == FileSystem.Local;

    /// <summary>Whether the file lies on a network or user-space file system; the system is asked once.</summary>
    internal bool IsOnNetwork(in Attempt attempt)
    {
        if (_fileSystem == FileSystem.Unknown)
        {
            _fileSystem = Host.IsNetwork(attempt.Handle) ? FileSystem.Network : FileSystem.Local;
        }
        return _fileSystem == FileSystem.Network;
    }

    internal QueueKey KeyOf(FileIdentity identity, FileAccess access) => new(identity, access, Backend, Range);

    /// <summary>Opens the file and asks the system once, unless others wait for it already.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="mayWait">
    /// Whether the caller is ready to wait. Then it does not overtake those who wait already, and a refusal leaves the file open for it.
    /// </param>
    /// <param name="isSynchronous">
    /// Whether the calling thread is the one that will hold the lock. One that holds a shared lock and asks for another must not queue
    /// behind a writer that waits for the first.
    /// </param>
    /// <exception cref="FileLockException">The file could not be opened or locked, for another reason than contention.</exception>
    internal Attempt Arrive(FileLockMode mode, bool mayWait, bool isSynchronous)
    {
        var access = Options.Access;
        while (true)
        {
            if (!TryOpen(mode, access, out var handle, out var granted))
            {
                return new(AttemptKind.Unopenable);
            }
            QueueKey? key = mayWait && WaitQueue.MayHaveWaiters(this) ? Identify(mode, handle, granted) : null;
            var queues = key is { } known && WaitQueue.HasWaiters(known) && !(isSynchronous && ThreadHolds.Contain(known));
            if (!queues)
            {
                var error = Backend.TryLock(handle, mode, Range);
                if (error == 0)
                {
                    var file = Own(handle, granted, key);
                    if (PathStillRefersTo(file))
                    {
                        return new(AttemptKind.Held, file);
                    }
                    file.UnlockAndClose();
                    continue;
                }
                if (Backend.Classify(error) != LockError.Contended)
                {
                    Host.Close(handle);
                    access = RetryWithWriteAccess(error, access)
                        ? FileAccess.ReadWrite
                        : throw Failure(mode, FileLockOperation.Acquire, error);
                    continue;
                }
            }
            if (mayWait)
            {
                return new(AttemptKind.Contended, File: null, handle, granted, key ?? Identify(mode, handle, granted));
            }
            Host.Close(handle);
            return new(AttemptKind.Contended);
        }
    }

    /// <summary>Opens the file; null if somebody keeps it from being opened for now.</summary>
    internal OpenFile? Open(FileLockMode mode, FileAccess? access = null) =>
        TryOpen(mode, access ?? Options.Access, out var handle, out var granted) ? Own(handle, granted, key: null) : null;

    /// <summary>Makes an open handle an owned one; closes it if that fails.</summary>
    internal OpenFile Own(nint handle, FileAccess access, in QueueKey? key)
    {
        try
        {
            // Where nobody waits there is no key, so nothing of it is copied: after a copy by 256-bit instructions the older ones in the
            // runtime's allocator of finalizable objects, which come next, take some 200 ns longer.
            return new(this, handle, access, key.HasValue ? (object)key.GetValueOrDefault().File : null);
        }
        catch
        {
            Host.Close(handle);
            throw;
        }
    }

    /// <summary>Whether the path still names the file that was locked; asked only where lock files are deleted.</summary>
    internal bool PathStillRefersTo(OpenFile locked) =>
        !Options.DeleteOnRelease || (locked.Identify(out var key) == 0 && TryIdentify(out var named) && named == key.File);

    /// <summary>Which file the path names now; false if it names none.</summary>
    internal bool TryIdentify(out FileIdentity file) => Host.Identify(EncodedPath, Options.FollowSymbolicLinks, out file) == 0;

    /// <summary>
    /// Whether the lock may succeed on a descriptor that can be written, where this one was opened for reading by option.
    /// </summary>
    internal bool RetryWithWriteAccess(int error, FileAccess access) =>
        access == FileAccess.Read && Backend.Classify(error) == LockError.NeedsWriteAccess;

    /// <summary>Makes a handle of a locked file; gives the lock back if that fails.</summary>
    internal FileLockHandle Hold(OpenFile file, FileLockMode mode, long since)
    {
        try
        {
            Telemetry.Acquired(Path, mode, since);
            if (Options.RecordHolder && mode == FileLockMode.Exclusive)
            {
                HolderRecord.Write(file, Path);
            }
            return new(this, mode, file);
        }
        catch
        {
            file.UnlockAndClose();
            throw;
        }
    }

    internal FileLockException Failure(FileLockMode? mode, FileLockOperation operation, int error) =>
        Backend.Classify(error) == LockError.NotSupported && operation != FileLockOperation.Open
            ? new FileLockNotSupportedException(Path, mode, operation, error)
            : new FileLockException(Path, mode, operation, error);

    internal TimeoutException TimedOut(FileLockMode mode, TimeSpan limit, string? holders) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The {(mode == FileLockMode.Exclusive ? "exclusive" : "shared")} lock on '{Path}' was not free "
                    + $"within {limit.TotalSeconds:0.###} s; {(holders is null ? "somebody else holds it" : "held by " + holders)}."
            )
        );

    private QueueKey Identify(FileLockMode mode, nint handle, FileAccess access)
    {
        var error = Host.Identify(handle, out var identity);
        if (error == 0)
        {
            return KeyOf(identity, access);
        }
        Host.Close(handle);
        throw CannotOpen(mode, error);
    }

    /// <summary>
    /// Opens the file, if need be for reading alone. False means contention: somebody keeps it from being opened for now.
    /// </summary>
    private bool TryOpen(FileLockMode mode, FileAccess access, out nint handle, out FileAccess granted)
    {
        granted = access;
        var error = OpenRegular(access, out handle);
        if (error != 0 && Options.CreateDirectories && Host.Classify(error) == OpenError.DirectoryMissing)
        {
            CreateDirectories(mode);
            error = OpenRegular(access, out handle);
        }
        if (
            error != 0
            && access != FileAccess.Read
            && Host.Classify(error) == OpenError.WriteDenied
            && OpenRegular(FileAccess.Read, out handle) == 0
        )
        {
            // What can be read can be locked, if not on every file system exclusively.
            granted = FileAccess.Read;
            return true;
        }
        if (error == 0)
        {
            return true;
        }
        return Host.Classify(error) == OpenError.Contended ? false : throw CannotOpen(mode, error);
    }

    private int OpenRegular(FileAccess access, out nint handle)
    {
        var error = Host.Open(EncodedPath, access, Options.UnixCreateMode, Options.FollowSymbolicLinks, out handle);
        if (error != 0 || _isRegular)
        {
            return error;
        }
        error = Host.Identify(handle, out _);
        _isRegular = error == 0;
        if (error != 0)
        {
            Host.Close(handle);
        }
        return error;
    }

    private FileLockException CannotOpen(FileLockMode? mode, int error) =>
        Host.Classify(error) switch
        {
            OpenError.NotRegular => new(Path, mode, FileLockOperation.Open, 0, "it is not a regular file"),
            OpenError.SymbolicLink => new(Path, mode, FileLockOperation.Open, error, "it is a symbolic link, and links are not followed"),
            _ => Failure(mode, FileLockOperation.Open, error),
        };

    private void CreateDirectories(FileLockMode mode)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileLockException(Path, mode, FileLockOperation.CreateDirectories, NativeErrorCodeOf(e), e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>
    /// The system's code behind an exception of the framework's, whose HResult is a COM code where the exception has a type of its own.
    /// </summary>
    private static int NativeErrorCodeOf(Exception e) =>
        OperatingSystem.IsWindows()
            ? e.HResult & 0xFFFF
            : e switch
            {
                UnauthorizedAccessException => Errno.AccessDenied,
                DirectoryNotFoundException or FileNotFoundException => Errno.NoEntry,
                PathTooLongException => Errno.NameTooLong,
                _ => e.HResult,
            };

    private bool NamesFileOf(FileLockHandle held) => TryIdentify(out var identity) && held.HasOpen(identity);

    private FileLockHolder? ReadRecordedHolder()
    {
        var error = Host.Open(EncodedPath, FileAccess.Read, Options.UnixCreateMode, Options.FollowSymbolicLinks, out var handle);
        if (error != 0)
        {
            throw CannotOpen(null, error);
        }
        using var file = new OpenFile(this, handle, FileAccess.Read);
        return HolderRecord.Read(file.Handle);
    }
}
