// The handle from CreateFile is not closed where LockFile is refused.
using System;
using System.Runtime.InteropServices;

namespace Win.ScanState;

public class ScanState
{
    static readonly IntPtr INVALID_HANDLE_VALUE = new IntPtr(-1);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    static extern IntPtr CreateFile(string lpFileName, uint dwDesiredAccess, uint dwShareMode, IntPtr lpSecurityAttributes, uint dwCreationDisposition, uint dwFlagsAndAttributes, IntPtr hTemplateFile);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool CloseHandle(IntPtr hObject);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFile(IntPtr hFile, uint a, uint b, uint c, uint d);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool UnlockFile(IntPtr hFile, uint a, uint b, uint c, uint d);

    public static IntPtr Begin(string name)
    {
        IntPtr h = CreateFile(name, 0xC0000000, 3, IntPtr.Zero, 4, 0, IntPtr.Zero);
        if (h == INVALID_HANDLE_VALUE)
            return IntPtr.Zero;
        if (!{|LOCK3004:LockFile(h, 0, 0, uint.MaxValue, uint.MaxValue)|})
            return IntPtr.Zero;
        return h;
    }

    public static void End(IntPtr h)
    {
        UnlockFile(h, 0, 0, uint.MaxValue, uint.MaxValue);
        CloseHandle(h);
    }
}
