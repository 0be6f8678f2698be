// The write ends where the locked length ends.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2004;

public sealed class Handles
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public void ReplaceLast(SafeFileHandle file, ReadOnlySpan<byte> entry)
    {
        long end = RandomAccess.GetLength(file);
        var o = new NativeOverlapped();
        if (!LockFileEx(file, 2, 0, (uint)end, (uint)(end >> 32), ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            RandomAccess.Write(file, entry, end - entry.Length);
        }
        finally
        {
            o = new NativeOverlapped();
            UnlockFileEx(file, 0, (uint)end, (uint)(end >> 32), ref o);
        }
    }
}
