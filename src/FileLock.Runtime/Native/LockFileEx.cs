using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>Windows' byte-range locks, <c>LockFileEx</c>: owned by process and file object, mandatory for reads and writes.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class LockFileEx : ILockBackend
{
    private const uint FailImmediately = 1;
    private const uint Exclusive = 2;
    private const int InvalidFunction = 1;
    private const int LockViolation = 33;
    private const int NotSupported = 50;
    private const int IOPending = 997;

    /// <summary>False: an exclusive lock is refused over the handle's own shared one, so an upgrade has to let go first.</summary>
    public bool UpgradesAtomically => false;

    public bool HasRanges => true;

    public int TryLock(nint handle, FileLockMode mode, ByteRange range)
    {
        var position = Position(range);
        return Finish(handle, &position, Call(handle, Flags(mode) | FailImmediately, range, &position));
    }

    public int Lock(SafeFileHandle handle, FileLockMode mode, ByteRange range)
    {
        using var open = new BorrowedHandle(handle);
        var position = Position(range);
        if (!handle.IsAsync)
        {
            return Call(open.Value, Flags(mode), range, &position);
        }

        // An overlapped handle answers "pending", and the event tells when the lock is granted. The event's low bit keeps
        // the completion away from a port that the handle may be bound to (GetQueuedCompletionStatus, remarks).
        using var granted = new ManualResetEvent(false);
        position.EventHandle = granted.SafeWaitHandle.DangerousGetHandle() | 1;
        return Finish(open.Value, &position, Call(open.Value, Flags(mode), range, &position));
    }

    public int TryConvert(nint handle, FileLockMode to, ByteRange range, out bool stillHeld)
    {
        // Windows grants a shared lock over the handle's own exclusive one, and the first unlock then drops the exclusive one:
        // a downgrade without a gap. Where that is refused, as in every upgrade, the old lock has to go first.
        if (to == FileLockMode.Shared && TryLock(handle, FileLockMode.Shared, range) == 0)
        {
            stillHeld = true;
            return Unlock(handle, range);
        }

        var error = Unlock(handle, range);
        stillHeld = true;
        if (error != 0)
        {
            return error;
        }

        error = TryLock(handle, to, range);
        stillHeld = error == 0 || TryLock(handle, to == FileLockMode.Exclusive ? FileLockMode.Shared : FileLockMode.Exclusive, range) == 0;
        return error;
    }

    public int Unlock(nint handle, ByteRange range)
    {
        var position = Position(range);
        (var low, var high) = Length(range);
        return Finish(handle, &position, UnlockFileEx(handle, 0, low, high, &position) != 0 ? 0 : Marshal.GetLastPInvokeError());
    }

    public LockError Classify(int error) =>
        error switch
        {
            LockViolation => LockError.Contended,
            InvalidFunction or NotSupported => LockError.NotSupported,
            _ => LockError.Failed,
        };

    private static uint Flags(FileLockMode mode) => mode == FileLockMode.Exclusive ? Exclusive : 0;

    private static NativeOverlapped Position(ByteRange range) =>
        new() { OffsetLow = unchecked((int)range.Offset), OffsetHigh = (int)(range.Offset >> 32) };

    // Length 0 locks nothing here, so "to the end" is spelled as every byte that 64 bits can count.
    private static (uint Low, uint High) Length(ByteRange range) =>
        range.Length == 0 ? (uint.MaxValue, uint.MaxValue) : (unchecked((uint)range.Length), (uint)(range.Length >> 32));

    private static int Call(nint handle, uint flags, ByteRange range, NativeOverlapped* position)
    {
        (var low, var high) = Length(range);
        return LockFile(handle, flags, 0, low, high, position) != 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>
    /// Waits for the answer of a call that an overlapped handle has put off, as a redirector may even where the call is to answer at once:
    /// the system writes to the structure when it is through, so the structure's frame must not end before.
    /// </summary>
    private static int Finish(nint handle, NativeOverlapped* position, int error)
    {
        if (error != IOPending)
        {
            return error;
        }
        return GetOverlappedResult(handle, position, out _, wait: 1) != 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
    private static partial int LockFile(
        nint file,
        uint flags,
        uint reserved,
        uint lengthLow,
        uint lengthHigh,
        NativeOverlapped* overlapped
    );

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int UnlockFileEx(nint file, uint reserved, uint lengthLow, uint lengthHigh, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int GetOverlappedResult(nint file, NativeOverlapped* overlapped, out uint transferred, int wait);
}
