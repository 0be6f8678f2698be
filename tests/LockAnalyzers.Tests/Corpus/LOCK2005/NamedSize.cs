// A named size, a pointer, an alias.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Named;

public sealed unsafe class Named
{
    private const uint LockSize = 512;

    private const uint LockNoWait = 1u;
    private const uint LockExclusively = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

    public T Inside<T>(nint file, Func<T> body)
    {
        NativeOverlapped o = default;
        if (LockRange(file, LockExclusively, 0, {|LOCK2005:LockSize, 0|}, &o) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            return body();
        }
        finally
        {
            o = default;
            UnlockRange(file, 0, LockSize, 0, &o);
        }
    }
}
