// 3 is both bits that LockFileEx defines.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK1006;

public static class Threes
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(nint file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(nint file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    public static void Hold(nint file)
    {
        NativeOverlapped all = default;
        if (!LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref all))
            throw new IOException("LockFileEx", Marshal.GetLastPInvokeError());
    }

    public static void Drop(nint file)
    {
        NativeOverlapped all = default;
        if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all))
            throw new IOException("UnlockFileEx", Marshal.GetLastPInvokeError());
    }
}
