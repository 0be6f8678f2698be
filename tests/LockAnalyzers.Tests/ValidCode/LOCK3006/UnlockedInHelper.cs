// A helper of the same class unlocks before the using closes.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3006;

public static class G
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle h, uint f, uint r, uint l, uint u, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle h, uint r, uint l, uint u, ref NativeOverlapped o);

    private static void Drop(SafeFileHandle h)
    {
        NativeOverlapped o = default;
        UnlockFileEx(h, 0, uint.MaxValue, uint.MaxValue, ref o);
    }

    public static void Do(string path, Action body)
    {
        using var h = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped o = default;
        if (!LockFileEx(h, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try { body(); }
        finally { Drop(h); }
    }
}
