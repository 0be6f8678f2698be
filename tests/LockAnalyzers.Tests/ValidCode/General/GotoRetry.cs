// Right: goto only goes back to the attempt while nothing is held.
using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.General;

public static unsafe class Legacy
{
    [DllImport("kernel32", SetLastError = true)]
    static extern int LockFile(void* h, uint ol, uint oh, uint ll, uint lh);
    [DllImport("kernel32", SetLastError = true)]
    static extern int UnlockFile(void* h, uint ol, uint oh, uint ll, uint lh);

    public static bool Exchange(void* h, int* cell, int value, int tries)
    {
    again:
        if (LockFile(h, 0, 0, uint.MaxValue, uint.MaxValue) == 0)
        {
            int e = Marshal.GetLastWin32Error();
            if (e != 33 || --tries <= 0)
                return false;
            Thread.Sleep(5);
            goto again;
        }
        *cell = value;
        UnlockFile(h, 0, 0, uint.MaxValue, uint.MaxValue);
        return true;
    }
}
