using System.Globalization;
using FileLocking.Native;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>The system's lock calls on a handle that the caller opened and owns: no policy, no queue, no allocation.</summary>
/// <remarks>
/// <para>Whole-file locks are <c>flock(2)</c> on Linux and macOS and <c>LockFileEx</c> on Windows; byte-range locks are
/// <c>fcntl(F_OFD_SETLK)</c> and <c>LockFileEx</c>. On Linux and macOS the two kinds do not see each other: pass
/// <see cref="FileLockMechanism.OpenFileDescription"/> to lock a whole file against ranges of it.</para>
/// <para>.NET's own opens take a <c>flock</c> on Unix: a handle from <see cref="File.OpenHandle"/> is refused, or refuses others, by that
/// alone.</para>
/// <para>Exclusive range locks need a handle opened for writing, shared ones a handle opened for reading. On Windows a range has to be
/// unlocked exactly as it was locked.</para>
/// <para>Offsets and lengths are in bytes.</para>
/// </remarks>
public static class HandleLock
{
    /// <summary>
    /// Locks the whole file if that is possible at once: <c>flock(LOCK_NB)</c>, <c>LockFileEx(LOCKFILE_FAIL_IMMEDIATELY)</c>.
    /// </summary>
    /// <param name="handle">An open file.</param>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="mechanism">Which of the system's locks.</param>
    /// <returns>False if somebody else has it.</returns>
    /// <exception cref="ArgumentNullException">There is no handle.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The mode or the mechanism has no such value.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="FileLockException">The system's call failed.</exception>
    /// <exception cref="FileLockNotSupportedException">The file system has no such lock.</exception>
    [AcquiresLock]
    public static bool TryLock(
        SafeFileHandle handle,
        FileLockMode mode = FileLockMode.Exclusive,
        FileLockMechanism mechanism = FileLockMechanism.SystemDefault
    ) => TryLock(handle, mode, BackendOf(mechanism), ByteRange.Whole);

    /// <summary>
    /// Locks a byte range if that is possible at once: <c>fcntl(F_OFD_SETLK)</c>, <c>LockFileEx(LOCKFILE_FAIL_IMMEDIATELY)</c>.
    /// </summary>
    /// <param name="handle">An open file.</param>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="offset">The first byte, which may lie beyond the end of the file.</param>
    /// <param name="length">
    /// The number of bytes, at least 1; <see cref="long.MaxValue"/> less <paramref name="offset"/> for all that follow.
    /// </param>
    /// <returns>False if somebody else has some of it.</returns>
    /// <exception cref="ArgumentNullException">There is no handle.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mode has no such value, or the range is none: negative, empty, or beyond 2^63 − 1.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="FileLockException">The system's call failed.</exception>
    /// <exception cref="FileLockNotSupportedException">The file system has no such lock.</exception>
    [AcquiresLock]
    public static bool TryLock(SafeFileHandle handle, FileLockMode mode, long offset, long length) =>
        TryLock(handle, mode, Platform.Current.Ranged, Range(offset, length));

    /// <summary>
    /// Locks the whole file, blocking the thread in <c>flock</c> or <c>LockFileEx</c> until it is granted. Nothing ends the wait early.
    /// </summary>
    /// <inheritdoc cref="TryLock(SafeFileHandle, FileLockMode, FileLockMechanism)" path="/*[self::param or self::exception]"/>
    [AcquiresLock]
    public static void Lock(
        SafeFileHandle handle,
        FileLockMode mode = FileLockMode.Exclusive,
        FileLockMechanism mechanism = FileLockMechanism.SystemDefault
    ) => Lock(handle, mode, BackendOf(mechanism), ByteRange.Whole);

    /// <summary>
    /// Locks a byte range, blocking the thread in <c>fcntl(F_OFD_SETLKW)</c> or <c>LockFileEx</c> until it is granted. Nothing ends the
    /// wait early.
    /// </summary>
    /// <inheritdoc cref="TryLock(SafeFileHandle, FileLockMode, long, long)" path="/*[self::param or self::exception]"/>
    [AcquiresLock]
    public static void Lock(SafeFileHandle handle, FileLockMode mode, long offset, long length) =>
        Lock(handle, mode, Platform.Current.Ranged, Range(offset, length));

    /// <summary>Unlocks the whole file: <c>flock(LOCK_UN)</c>, <c>UnlockFileEx</c>.</summary>
    /// <inheritdoc cref="TryLock(SafeFileHandle, FileLockMode, FileLockMechanism)" path="/*[self::param[@name!='mode'] or self::exception]"/>
    [ReleasesLock]
    public static void Unlock(SafeFileHandle handle, FileLockMechanism mechanism = FileLockMechanism.SystemDefault) =>
        Unlock(handle, BackendOf(mechanism), ByteRange.Whole);

    /// <summary>Unlocks a byte range: <c>fcntl(F_OFD_SETLK, F_UNLCK)</c>, <c>UnlockFileEx</c>.</summary>
    /// <inheritdoc cref="TryLock(SafeFileHandle, FileLockMode, long, long)" path="/*[self::param[@name!='mode'] or self::exception]"/>
    [ReleasesLock]
    public static void Unlock(SafeFileHandle handle, long offset, long length) =>
        Unlock(handle, Platform.Current.Ranged, Range(offset, length));

    private static bool TryLock(SafeFileHandle handle, FileLockMode mode, ILockBackend backend, ByteRange range)
    {
        Check(handle, mode);
        using var open = new BorrowedHandle(handle);
        var error = backend.TryLock(open.Value, mode, range);
        if (error == 0)
        {
            return true;
        }

        if (backend.Classify(error) == LockError.Contended)
        {
            return false;
        }

        throw Failure(handle, mode, FileLockOperation.Acquire, backend, error);
    }

    private static void Lock(SafeFileHandle handle, FileLockMode mode, ILockBackend backend, ByteRange range)
    {
        Check(handle, mode);
        var error = backend.Lock(handle, mode, range);
        if (error != 0)
        {
            throw Failure(handle, mode, FileLockOperation.Acquire, backend, error);
        }
    }

    private static void Unlock(SafeFileHandle handle, ILockBackend backend, ByteRange range)
    {
        ArgumentNullException.ThrowIfNull(handle);
        using var open = new BorrowedHandle(handle);
        var error = backend.Unlock(open.Value, range);
        if (error != 0)
        {
            throw Failure(handle, null, FileLockOperation.Release, backend, error);
        }
    }

    private static void Check(SafeFileHandle handle, FileLockMode mode)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (mode is not (FileLockMode.Exclusive or FileLockMode.Shared))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown FileLockMode.");
        }
    }

    private static ILockBackend BackendOf(FileLockMechanism mechanism) =>
        mechanism switch
        {
            FileLockMechanism.SystemDefault => Platform.Current.Default,
            FileLockMechanism.OpenFileDescription => Platform.Current.Ranged,
            _ => throw new ArgumentOutOfRangeException(nameof(mechanism), mechanism, "Unknown FileLockMechanism."),
        };

    private static ByteRange Range(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue - offset);
        return new(offset, length);
    }

    private static FileLockException Failure(
        SafeFileHandle handle,
        FileLockMode? mode,
        FileLockOperation operation,
        ILockBackend backend,
        int error
    )
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"handle {handle.DangerousGetHandle()}");
        return backend.Classify(error) == LockError.NotSupported
            ? new FileLockNotSupportedException(name, mode, operation, error)
            : new FileLockException(name, mode, operation, error);
    }
}
