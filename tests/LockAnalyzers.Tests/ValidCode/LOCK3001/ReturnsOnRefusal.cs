// Every early return happens where the lock was not taken: the result is stored and tested later.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3001;

public class Poller
{
    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle h, uint flags, uint reserved, uint lo, uint hi, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle h, uint reserved, uint lo, uint hi, ref NativeOverlapped o);

    public bool Poll(SafeFileHandle file, Action work, int attempts)
    {
        var o = new NativeOverlapped();
        bool taken = false;
        for (int i = 0; i < attempts && !taken; i++)
        {
            taken = LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref o);
            if (!taken)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error is not 33)
                    throw new IOException($"LockFileEx: {error}");
                Thread.Sleep(10 << i);
            }
        }

        if (taken is false)
            return false;

        try
        {
            work();
            return true;
        }
        finally
        {
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
    }
}
