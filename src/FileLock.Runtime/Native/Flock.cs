using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>BSD locks, <c>flock(2)</c>: whole file, owned by the open file description, advisory.</summary>
/// <remarks>What flock(1), Go, Python's fcntl.flock, Rust's File::lock and .NET's FileShare.None take on Unix.</remarks>
internal sealed partial class Flock(Errno errno) : ILockBackend
{
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int Release = 8;

    /// <summary>False: a conversion drops the old lock and then asks for the new one (flock(2), notes).</summary>
    public bool UpgradesAtomically => false;

    public bool HasRanges => false;

    public int TryLock(nint handle, FileLockMode mode, ByteRange range) => Call(handle, Operation(mode) | NonBlocking);

    public int Lock(SafeFileHandle handle, FileLockMode mode, ByteRange range)
    {
        using var open = new BorrowedHandle(handle);
        return Call(open.Value, Operation(mode));
    }

    public int TryConvert(nint handle, FileLockMode to, ByteRange range, out bool stillHeld)
    {
        var error = TryLock(handle, to, range);
        // A refused conversion has dropped the old lock all the same.
        stillHeld = error == 0 || TryLock(handle, to == FileLockMode.Exclusive ? FileLockMode.Shared : FileLockMode.Exclusive, range) == 0;
        return error;
    }

    public int Unlock(nint handle, ByteRange range) => Call(handle, Release);

    public LockError Classify(int error) =>
        error == errno.Again ? LockError.Contended
        : errno.MeansNotSupported(error) ? LockError.NotSupported
        : error is Errno.BadDescriptor or Errno.InputOutput ? LockError.NeedsWriteAccess
        : LockError.Failed;

    private static int Operation(FileLockMode mode) => mode == FileLockMode.Exclusive ? Exclusive : Shared;

    private static int Call(nint handle, int operation)
    {
        while (flock((int)handle, operation) != 0)
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
    private static partial int flock(int fd, int operation);
}
