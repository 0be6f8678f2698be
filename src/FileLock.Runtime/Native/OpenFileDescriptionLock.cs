using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>
/// POSIX byte-range locks owned by the open file description, <c>fcntl(F_OFD_SETLK)</c>: ranges, atomic conversion, advisory.
/// </summary>
/// <remarks>
/// Unlike <c>F_SETLK</c> they exclude the threads of one process and survive the closing of an unrelated descriptor.
/// They conflict with <c>F_SETLK</c> locks, and on local file systems not with <c>flock</c>. The structure is that of 64-bit systems.
/// </remarks>
internal sealed unsafe partial class OpenFileDescriptionLock(OpenFileDescriptionLock.Numbers numbers) : ILockBackend
{
    public bool UpgradesAtomically => true;

    public bool HasRanges => true;

    public int TryLock(nint handle, FileLockMode mode, ByteRange range) => Call(handle, numbers.SetLock, Type(mode), range);

    public int Lock(SafeFileHandle handle, FileLockMode mode, ByteRange range)
    {
        using var open = new BorrowedHandle(handle);
        return Call(open.Value, numbers.SetLockWait, Type(mode), range);
    }

    public int TryConvert(nint handle, FileLockMode to, ByteRange range, out bool stillHeld)
    {
        // A refusal leaves the old lock in place.
        stillHeld = true;
        return TryLock(handle, to, range);
    }

    public int Unlock(nint handle, ByteRange range) => Call(handle, numbers.SetLock, numbers.Unlock, range);

    public LockError Classify(int error) =>
        error == numbers.Errno.Again || error == Errno.AccessDenied ? LockError.Contended
        // A kernel that does not know the command calls it an invalid argument.
        : error == Errno.InvalidArgument || numbers.Errno.MeansNotSupported(error) ? LockError.NotSupported
        : error is Errno.BadDescriptor or Errno.InputOutput ? LockError.NeedsWriteAccess
        : LockError.Failed;

    private short Type(FileLockMode mode) => mode == FileLockMode.Exclusive ? numbers.WriteLock : numbers.ReadLock;

    private int Call(nint handle, int command, short type, ByteRange range)
    {
        // whence 0 is SEEK_SET, length 0 is to infinity, and the pid must be 0.
        var linux = new LinuxFlock
        {
            Type = type,
            Start = range.Offset,
            Length = range.Length,
        };
        var apple = new AppleFlock
        {
            Type = type,
            Start = range.Offset,
            Length = range.Length,
        };
        void* argument = numbers.AppleLayout ? &apple : &linux;
        while (
            (
                numbers.VariadicOnStack
                    ? fcntl_apple((int)handle, command, 0, 0, 0, 0, 0, 0, argument)
                    : fcntl((int)handle, command, argument)
            ) == -1
        )
        {
            var error = Marshal.GetLastSystemError();
            if (error != Errno.Interrupted)
            {
                return error;
            }
        }
        return 0;
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int command, void* argument);

    // Apple's arm64 passes variadic arguments on the stack; eight register arguments before it put the pointer there.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int fcntl_apple(int fd, int command, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, void* argument);

    /// <summary>The numbers and layout of <c>fcntl.h</c> on one system.</summary>
    internal sealed record Numbers(
        int SetLock,
        int SetLockWait,
        short ReadLock,
        short WriteLock,
        short Unlock,
        bool AppleLayout,
        bool VariadicOnStack,
        Errno Errno
    )
    {
        public static Numbers Linux { get; } =
            new(
                SetLock: 37,
                SetLockWait: 38,
                ReadLock: 0,
                WriteLock: 1,
                Unlock: 2,
                AppleLayout: false,
                VariadicOnStack: false,
                Errno.Linux
            );

        public static Numbers MacOS(Architecture architecture) =>
            new(
                SetLock: 90,
                SetLockWait: 91,
                ReadLock: 1,
                WriteLock: 3,
                Unlock: 2,
                AppleLayout: true,
                VariadicOnStack: architecture == Architecture.Arm64,
                Errno.MacOS
            );
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LinuxFlock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct AppleFlock
    {
        public long Start;
        public long Length;
        public int Pid;
        public short Type;
        public short Whence;
    }
}
