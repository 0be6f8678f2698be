// Raw handles: CloseHandle in finally.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace RawClosing;

internal static unsafe class RawClosing
{
    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern nint CreateFileW(string name, uint access, uint share, nint security, uint disposition, uint attributes, nint template);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern int CloseHandle(nint handle);

    private const uint LockNoWait = 1u;
    private const uint LockExclusively = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

    internal static void Touch(string name, Action<nint> body)
    {
        nint file = CreateFileW(name, 0xC0000000, 3, 0, 4, 0x80, 0);
        if (file == -1)
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        try
        {
            NativeOverlapped o = default;
            if ({|LOCK3006:LockRange(file, LockExclusively, 0, uint.MaxValue, uint.MaxValue, &o)|} == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            body(file);
        }
        finally
        {
            CloseHandle(file);
        }
    }
}
