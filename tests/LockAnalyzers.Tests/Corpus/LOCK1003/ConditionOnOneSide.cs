// Windows honours the parameter, Unix waits whatever it says.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Publishing.Gate;

public sealed class PublishGate
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    private readonly SafeFileHandle _file;

    public PublishGate(SafeFileHandle file) => _file = file;

    public void Close(bool wait)
    {
        if (OperatingSystem.IsWindows())
        {
            uint flags = LOCKFILE_EXCLUSIVE_LOCK;
            if (!wait)
                flags |= LOCKFILE_FAIL_IMMEDIATELY;
            NativeOverlapped at = default;
            if (!LockFileEx(_file, {|LOCK1003:flags|}, 0, uint.MaxValue, uint.MaxValue, ref at))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        else
        {
            int operation = LOCK_EX;
            while (flock(_file, operation) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }
        }
    }
}
