// Open to everybody, because the lock is the LockFileEx in it.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1007;

public sealed class ScanLock : IDisposable
{
    private FileStream? _held;

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint bytesLow, uint bytesHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint bytesLow, uint bytesHigh, ref NativeOverlapped lpOverlapped);

    public void Enter(string directory)
    {
        string lockPath = Path.Combine(directory, ".scan.lock");
        var opened = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped all = default;
        if (!LockFileEx(opened.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref all))
        {
            int error = Marshal.GetLastPInvokeError();
            opened.Dispose();
            throw new Win32Exception(error);
        }

        _held = opened;
    }

    public void Dispose()
    {
        var held = _held;
        _held = null;
        if (held is null)
            return;
        NativeOverlapped all = default;
        UnlockFileEx(held.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref all);
        held.Dispose();
    }
}
