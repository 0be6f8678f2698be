// The int is widened before it is shifted by 32.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002;

internal sealed class Shifted
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    internal void Lock(SafeFileHandle file, int size)
    {
        var o = default(NativeOverlapped);
        if (!LockFileEx(file, 2, 0, (uint)size, (uint)((long)size >> 32), ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
