// Length by handle, append by handle.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Handles;

public sealed class Handles
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public void Append(SafeFileHandle file, ReadOnlySpan<byte> entry)
    {
        long end = RandomAccess.GetLength(file);
        var o = new NativeOverlapped();
        if (!LockFileEx(file, 2, 0, {|LOCK2004:(uint)end, (uint)(end >> 32)|}, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            RandomAccess.Write(file, entry, end);
        }
        finally
        {
            o = new NativeOverlapped();
            UnlockFileEx(file, 0, (uint)end, (uint)(end >> 32), ref o);
        }
    }
}
