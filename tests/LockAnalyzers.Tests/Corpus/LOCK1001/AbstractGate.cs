// Two overrides of one abstract method.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Runtime.Gates;

abstract class Gate
{
    public abstract void Close(nint file);

    public abstract void Open(nint file);
}

sealed class LinuxGate : Gate
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    public override void Close(nint file)
    {
    again:
        if (flock((int)file, LOCK_EX) == 0) return;
        var code = Marshal.GetLastWin32Error();
        if (code == 4) goto again;
        throw new IOException("gate", code);
    }

    public override void Open(nint file)
    {
        if (flock((int)file, LOCK_UN) != 0) throw new IOException("gate", Marshal.GetLastWin32Error());
    }
}

sealed unsafe class WindowsGate : Gate
{
    const uint None = 0;
    const uint Everything = uint.MaxValue;

    private const uint LockNoWait = 1u;
    private const uint LockExclusively = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

    public override void Close(nint file)
    {
        NativeOverlapped zero = default;
        if (LockRange(file, {|LOCK1001:None|}, 0, Everything, Everything, &zero) == 0)
            throw new IOException("gate", Marshal.GetLastWin32Error());
    }

    public override void Open(nint file)
    {
        NativeOverlapped zero = default;
        if (UnlockRange(file, 0, Everything, Everything, &zero) == 0)
            throw new IOException("gate", Marshal.GetLastWin32Error());
    }
}
