// The wrapper takes a length, and its caller passes the greatest.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2003;

internal static class Ranges
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    internal static void Lock(SafeFileHandle file, ulong length)
    {
        NativeOverlapped start = default;
        if (!LockFileEx(file, 2, 0, (uint)length, (uint)(length >> 32), ref start))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    internal static void Unlock(SafeFileHandle file, ulong length)
    {
        NativeOverlapped start = default;
        UnlockFileEx(file, 0, (uint)length, (uint)(length >> 32), ref start);
    }
}

public static class PaletteStore
{
    public static void With(SafeFileHandle file, Action action)
    {
        Ranges.Lock(file, ulong.MaxValue);
        try
        {
            action();
        }
        finally
        {
            Ranges.Unlock(file, ulong.MaxValue);
        }
    }
}
