// Lock and Unlock ask for the system each on its own; the caller pairs them.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3001;

public sealed class PortableLock
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    private readonly SafeFileHandle _file;

    public PortableLock(SafeFileHandle file) => _file = file;

    public void Run(Action action)
    {
        Lock();
        try
        {
            action();
        }
        finally
        {
            Unlock();
        }
    }

    private void Lock()
    {
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped all = default;
            if (!LockFileEx(_file, 2, 0, uint.MaxValue, uint.MaxValue, ref all))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        else
        {
            while (flock(_file, 2) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }
        }
    }

    private void Unlock()
    {
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped all = default;
            UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref all);
        }
        else
        {
            flock(_file, 8);
        }
    }
}
