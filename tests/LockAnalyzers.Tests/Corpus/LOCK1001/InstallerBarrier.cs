// Constructor locks, Dispose unlocks, nobody is kept out.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Setup.Install;

internal sealed class InstallerBarrier : IDisposable
{
    private const int WholeFile = -1;

    private const int FailImmediately = 1;
    private const int ExclusiveLock = 2;

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    private readonly IntPtr _file;

    public InstallerBarrier(IntPtr file)
    {
        var overlapped = new NativeOverlapped();
        if (!LockFileEx(file, {|LOCK1001:FailImmediately|}, 0, WholeFile, WholeFile, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error(), "Another installer is running.");
        _file = file;
    }

    public void Dispose()
    {
        var overlapped = new NativeOverlapped();
        if (!UnlockFileEx(_file, 0, WholeFile, WholeFile, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}
