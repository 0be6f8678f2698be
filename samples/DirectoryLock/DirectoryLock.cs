using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerTool;

/// <summary>Keeps every other run of the tool out of a directory until disposed.</summary>
/// <remarks>
/// Windows cannot lock a directory, so the lock is taken on a file beside it. That file is never deleted: a run that still waits on
/// the deleted file and a run that creates the next one would both believe that they hold the lock.
/// </remarks>
internal sealed class DirectoryLock : IDisposable
{
    private readonly SafeFileHandle _handle;

    private DirectoryLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Locks <paramref name="directory"/> for this run.</summary>
    /// <exception cref="IOException">The lock file cannot be opened or locked.</exception>
    public static DirectoryLock Acquire(string directory)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + ".lock";
        var handle = Open(path);
        try
        {
            Lock(handle, path);
            return new DirectoryLock(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_handle.IsClosed)
            return;

        try
        {
            Unlock(_handle);
        }
        finally
        {
            _handle.Dispose();
        }
    }

    private static SafeFileHandle Open(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

        // Not File.OpenHandle: on Unix it takes a lock of its own and throws where this class is to wait.
        var handle = Libc.Open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, Libc.OwnerReadWriteOthersRead);
        if (handle.IsInvalid)
            throw Failure("open", path);

        return handle;
    }

    private static void Lock(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            var overlapped = new NativeOverlapped();

            // 1 = lock immediately
            if (!Kernel32.LockFileEx(handle, 1, 0, 1, 0, ref overlapped))
                throw Failure("lock", path);
        }
        else
        {
            while (Libc.Flock(handle, Libc.LOCK_EX) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Libc.EINTR)
                    throw Failure("lock", path);
            }
        }
    }

    private static void Unlock(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows())
        {
            var overlapped = new NativeOverlapped();
            if (!Kernel32.UnlockFileEx(handle, 0, 1, 0, ref overlapped))
                throw Failure("unlock", "the lock file");
        }
        else if (Libc.Flock(handle, Libc.LOCK_UN) != 0)
        {
            throw Failure("unlock", "the lock file");
        }
    }

    private static IOException Failure(string operation, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Cannot {operation} {path}: {Marshal.GetPInvokeErrorMessage(error)} ({error}).");
    }
}
