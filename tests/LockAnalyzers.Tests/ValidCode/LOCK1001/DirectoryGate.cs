// The founding bug as it should have been: exclusive on both systems, waiting on both, the same whole range, nothing left open on failure.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

public sealed class DirectoryGate : IDisposable
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string pathname, int flags, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    private const int O_RDWR = 2, O_CREAT = 0x40, O_CLOEXEC = 0x80000;

    private readonly SafeFileHandle _file;

    private DirectoryGate(SafeFileHandle file) => _file = file;

    public static DirectoryGate Enter(string directory)
    {
        string path = Path.Combine(directory, ".gate");
        return OperatingSystem.IsWindows() ? EnterWindows(path) : EnterUnix(path);
    }

    private static DirectoryGate EnterWindows(string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var whole = new NativeOverlapped();
        if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref whole))
            return new DirectoryGate(file);

        int error = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw new Win32Exception(error);
    }

    private static DirectoryGate EnterUnix(string path)
    {
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0x1B6);
        if (fd == -1)
            throw new IOException($"open '{path}'", Marshal.GetLastPInvokeError());

        while (flock(fd, LOCK_EX) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno == 4)
                continue;
            close(fd);
            throw new IOException($"flock '{path}'", errno);
        }

        return new DirectoryGate(new SafeFileHandle(fd, ownsHandle: true));
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows() && !_file.IsClosed)
        {
            var whole = new NativeOverlapped();
            UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref whole);
        }

        _file.Dispose();
    }
}
