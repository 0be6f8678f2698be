// The type locks two places of the file: each stands for a lock of its own.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK2005;

public sealed unsafe class Named
{
    private const uint LockSize = 512;
    private const int IndexAt = 0;
    private const int NamesAt = 512;

    private const uint LockNoWait = 1u;
    private const uint LockExclusively = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

    public T Inside<T>(nint file, Func<T> body)
    {
        NativeOverlapped o = default;
        o.OffsetLow = IndexAt;
        if (LockRange(file, LockExclusively, 0, LockSize, 0, &o) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            return body();
        }
        finally
        {
            o = default;
            o.OffsetLow = IndexAt;
            UnlockRange(file, 0, LockSize, 0, &o);
        }
    }

    public T Beside<T>(nint file, Func<T> body)
    {
        NativeOverlapped o = default;
        o.OffsetLow = NamesAt;
        if (LockRange(file, LockExclusively, 0, LockSize, 0, &o) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            return body();
        }
        finally
        {
            o = default;
            o.OffsetLow = NamesAt;
            UnlockRange(file, 0, LockSize, 0, &o);
        }
    }
}
