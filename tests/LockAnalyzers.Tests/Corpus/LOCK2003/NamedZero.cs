// A constant with a hopeful name.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Hopes;

public unsafe sealed class Hopes
{
    private const uint EntireFile = 0;

    private const uint LockNoWait = 1u;
    private const uint LockExclusively = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

    private readonly nint _file;

    public Hopes(nint file) => _file = file;

    public void Lock()
    {
        NativeOverlapped o = default;
        if (LockRange(_file, LockExclusively, 0, {|LOCK2003:EntireFile, EntireFile|}, &o) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Unlock()
    {
        NativeOverlapped o = default;
        if (UnlockRange(_file, 0, EntireFile, EntireFile, &o) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
