// The truncation changes what GetLength answers between lock and unlock.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Shrunk;

public sealed class Compactor
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public void Compact(SafeFileHandle file, long newLength)
    {
        long length = RandomAccess.GetLength(file);
        var o = new NativeOverlapped();
        if (!LockFileEx(file, 2, 0, (uint)length, (uint)(length >> 32), ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            if (newLength < length)
                RandomAccess.SetLength(file, newLength);
        }
        finally
        {
            length = RandomAccess.GetLength(file);
            o = new NativeOverlapped();
            UnlockFileEx(file, 0, {|LOCK2001:(uint)length, (uint)(length >> 32)|}, ref o);
        }
    }
}
