using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003;

internal sealed unsafe class WindowsGate : IDirectoryGate
{
    [Flags]
    private enum LockFileFlags : uint
    {
        FailImmediately = 1,
        Exclusive = 2,
    }

    private readonly FileStream _file;

    public WindowsGate(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var overlapped = default(NativeOverlapped);
        if (Lock(_file.SafeFileHandle, LockFileFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, &overlapped) == 0)
        {
            var error = Marshal.GetLastWin32Error();
            _file.Dispose();
            throw new Win32Exception(error);
        }
    }

    public void Dispose()
    {
        var overlapped = default(NativeOverlapped);
        _ = Unlock(_file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, &overlapped);
        _file.Dispose();
    }

    [DllImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
    private static extern int Lock(SafeFileHandle file, LockFileFlags flags, uint reserved, uint low, uint high, NativeOverlapped* at);

    [DllImport("kernel32", EntryPoint = "UnlockFileEx", SetLastError = true)]
    private static extern int Unlock(SafeFileHandle file, uint reserved, uint low, uint high, NativeOverlapped* at);
}
