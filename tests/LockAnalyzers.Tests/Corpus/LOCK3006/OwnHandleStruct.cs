// Closing the own HANDLE is the only release on both exits.
using System;
using System.Runtime.InteropServices;

namespace Tools.Defrag;

public unsafe static class Win32
{
    public struct HANDLE { public void* Value; }
    [StructLayout(LayoutKind.Sequential)]
    public struct OVERLAPPED { public nuint Internal, InternalHigh; public uint Offset, OffsetHigh; public HANDLE hEvent; }

    [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern HANDLE CreateFileW(char* name, uint access, uint share, void* sa, uint disposition, uint flags, HANDLE template);
    [DllImport("kernel32", SetLastError = true)]
    public static extern int LockFileEx(HANDLE file, uint flags, uint reserved, uint low, uint high, OVERLAPPED* overlapped);
    [DllImport("kernel32", SetLastError = true)]
    public static extern int CloseHandle(HANDLE h);
}

public static unsafe class Defrag
{
    public static bool Run(string name, delegate*<void*, bool> pass)
    {
        Win32.HANDLE file;
        fixed (char* p = name)
            file = Win32.CreateFileW(p, 0xC0000000, 3, null, 3, 0, default);
        if (file.Value == (void*)-1)
            return false;

        bool done = false;
        try
        {
            Win32.OVERLAPPED ov = default;
            if ({|LOCK3006:Win32.LockFileEx(file, 1 | 2, 0, uint.MaxValue, uint.MaxValue, &ov)|} != 0)
                done = pass(file.Value);
        }
        finally
        {
            Win32.CloseHandle(file);
        }
        return done;
    }
}
