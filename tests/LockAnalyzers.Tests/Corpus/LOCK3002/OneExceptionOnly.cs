// Releases for IOException; everything else leaves the lock behind.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Narrow;

public sealed class NarrowCatch
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public int Parse(SafeFileHandle file, Func<string> text)
    {
        var o = new NativeOverlapped();
        if ({|LOCK3002:LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref o)|} == false)
            throw new Win32Exception(Marshal.GetLastWin32Error());

        int value;
        try
        {
            value = int.Parse(text());
        }
        catch (IOException)
        {
            o = new NativeOverlapped();
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
            throw;
        }

        o = new NativeOverlapped();
        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
        return value;
    }
}
