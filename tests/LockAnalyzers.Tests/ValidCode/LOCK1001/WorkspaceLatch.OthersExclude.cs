// A comment says that the lock is shared on purpose: the side that excludes is another program.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

public sealed class WorkspaceLatch
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    private readonly SafeFileHandle _file;

    public WorkspaceLatch(SafeFileHandle file)
    {
        _file = file;
    }

    public void Lock()
    {
        var overlapped = new NativeOverlapped();
        // Shared: any number of editors may have the workspace open, only the installer (a program of its own) takes it exclusively.
        if (!LockFileEx(_file, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }

    public void Unlock()
    {
        var overlapped = new NativeOverlapped();
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}
