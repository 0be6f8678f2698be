// CloseHandle, then UnlockFileEx on the dead handle.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Dead;

public sealed unsafe class DeadHandle
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern int CloseHandle(nint handle);

    private const uint LockNoWait = 1u;
    private const uint LockExclusively = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

    private readonly nint _file;

    public DeadHandle(nint file) => _file = file;

    public void Lock()
    {
        NativeOverlapped o = default;
        if (LockRange(_file, LockExclusively, 0, uint.MaxValue, uint.MaxValue, &o) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void UnlockAndClose()
    {
        CloseHandle(_file);
        NativeOverlapped o = default;
        {|LOCK3008:UnlockRange(_file, 0, uint.MaxValue, uint.MaxValue, &o)|};
    }
}
