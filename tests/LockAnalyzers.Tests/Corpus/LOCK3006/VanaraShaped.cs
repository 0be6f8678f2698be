// Kernel32.LockFile on a SafeHFILE that the using closes; no unlock.
using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vanish.Journal;

public class SafeHFILE : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeHFILE() : base(true) { }
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool CloseHandle(IntPtr h);
    protected override bool ReleaseHandle() => CloseHandle(handle);
}

public static class Kernel32
{
    [DllImport("kernel32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    public static extern SafeHFILE CreateFile(string lpFileName, uint access, uint share, IntPtr sa, uint disposition, uint flags, IntPtr template);
    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LockFile(SafeHFILE hFile, uint dwFileOffsetLow, uint dwFileOffsetHigh, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh);
}

public static class Journal
{
    public static bool Rotate(string name, Func<SafeHFILE, bool> rotate)
    {
        using SafeHFILE h = Kernel32.CreateFile(name, 0xC0000000, 3, IntPtr.Zero, 4, 0, IntPtr.Zero);
        if (h.IsInvalid)
            throw new System.ComponentModel.Win32Exception();
        return {|LOCK3006:Kernel32.LockFile(h, 0, 0, uint.MaxValue, uint.MaxValue)|} && rotate(h);
    }
}
