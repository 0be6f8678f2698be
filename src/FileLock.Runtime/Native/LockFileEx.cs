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
    public bool ConvertsAtomically => false;

    public bool HasRanges => true;

    public int TryLock(SafeFileHandle handle, LockMode mode, ByteRange range) => Call(handle, Flags(mode) | FailImmediately, range);

    public int Lock(SafeFileHandle handle, LockMode mode, ByteRange range)
    {
        if (!handle.IsAsync) return Call(handle, Flags(mode), range);

        // An overlapped handle answers "pending"; the event tells when the lock is granted. Its low bit keeps the completion
        // away from a port that the handle may be bound to (GetQueuedCompletionStatus, remarks).
        using var granted = new ManualResetEvent(false);
        NativeOverlapped position = Position(range);
        position.EventHandle = granted.SafeWaitHandle.DangerousGetHandle() | 1;
        (uint low, uint high) = Length(range);
        if (LockFile(handle, Flags(mode), 0, low, high, &position)) return 0;
        int error = Marshal.GetLastPInvokeError();
        if (error != IOPending) return error;
        return GetOverlappedResult(handle, &position, out _, wait: true) ? 0 : Marshal.GetLastPInvokeError();
    }

    public int Unlock(SafeFileHandle handle, ByteRange range)
    {
        NativeOverlapped position = Position(range);
        (uint low, uint high) = Length(range);
        return UnlockFile(handle, 0, low, high, &position) ? 0 : Marshal.GetLastPInvokeError();
    }

    public LockError Classify(int error) => error switch
    {
        LockViolation => LockError.Contended,
        InvalidFunction or NotSupported => LockError.NotSupported,
        _ => LockError.Failed,
    };

    private static uint Flags(LockMode mode) => mode == LockMode.Exclusive ? Exclusive : 0;

    private static NativeOverlapped Position(ByteRange range) =>
        new() { OffsetLow = unchecked((int)range.Offset), OffsetHigh = (int)(range.Offset >> 32) };

    // Length 0 locks nothing here, so "to the end" is spelled as every byte that 64 bits can count.
    private static (uint Low, uint High) Length(ByteRange range) =>
        range.Length == 0 ? (uint.MaxValue, uint.MaxValue) : (unchecked((uint)range.Length), (uint)(range.Length >> 32));

    private static int Call(SafeFileHandle handle, uint flags, ByteRange range)
    {
        NativeOverlapped position = Position(range);
        (uint low, uint high) = Length(range);
        return LockFile(handle, flags, 0, low, high, &position) ? 0 : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool LockFile(SafeFileHandle file, uint flags, uint reserved, uint lengthLow, uint lengthHigh, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", EntryPoint = "UnlockFileEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool UnlockFile(SafeFileHandle file, uint reserved, uint lengthLow, uint lengthHigh, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetOverlappedResult(
        SafeFileHandle file, NativeOverlapped* overlapped, out uint transferred, [MarshalAs(UnmanagedType.Bool)] bool wait);
}
