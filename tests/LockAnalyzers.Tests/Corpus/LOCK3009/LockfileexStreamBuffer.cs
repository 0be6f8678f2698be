// UnlockFileEx runs before the FileStream's buffer is written out by Dispose.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Charts.Export;

public class ChartExport
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeHandle h, uint f, uint r, uint lo, uint hi, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool UnlockFileEx(SafeHandle h, uint r, uint lo, uint hi, ref NativeOverlapped o);

    public void Export(string path, ReadOnlySpan<byte> points)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped o = default;
        if (!LockFileEx(file.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            file.Write(points);
        }
        finally
        {
            {|LOCK3009:UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref o)|};
        }
    }
}
