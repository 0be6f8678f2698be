// The handle is disposed before UnlockFileEx gets it.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Firmware.Flash;

public static class Flasher
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle h, uint f, uint r, uint lo, uint hi, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle h, uint r, uint lo, uint hi, ref NativeOverlapped o);

    public static void Flash(string image, Action<SafeFileHandle> flash)
    {
        SafeFileHandle h = File.OpenHandle(image, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped o = default;
        if (!LockFileEx(h, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
        {
            int e = Marshal.GetLastPInvokeError();
            h.Dispose();
            throw new Win32Exception(e);
        }
        try
        {
            flash(h);
        }
        finally
        {
            h.Dispose();
            {|LOCK3008:UnlockFileEx(h, 0, uint.MaxValue, uint.MaxValue, ref o)|};
        }
    }
}
