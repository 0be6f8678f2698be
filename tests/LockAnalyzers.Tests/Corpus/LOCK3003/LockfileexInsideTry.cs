// LockFileEx may fail and throw inside the try, yet the finally unlocks unconditionally.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Catalogs.Merge;

public static class Merger
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle hFile, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped ov);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle hFile, uint reserved, uint low, uint high, ref NativeOverlapped ov);

    public static void Merge(SafeFileHandle file, Action merge)
    {
        var ov = new NativeOverlapped();
        try
        {
            if (!{|LOCK3003:LockFileEx(file, 0x3, 0, 0xFFFFFFFF, 0xFFFFFFFF, ref ov)|})
                throw new Win32Exception(Marshal.GetLastWin32Error());
            merge();
        }
        finally
        {
            UnlockFileEx(file, 0, 0xFFFFFFFF, 0xFFFFFFFF, ref ov);
        }
    }
}
