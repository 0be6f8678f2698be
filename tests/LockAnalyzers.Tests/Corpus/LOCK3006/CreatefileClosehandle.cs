// CloseHandle in the finally is the only release of the LockFile range.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Old.Spooler;

internal class SpoolFile
{
    [DllImport("kernel32.dll", CharSet = CharSet.Auto, SetLastError = true)]
    private static extern IntPtr CreateFile(string name, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool CloseHandle(IntPtr handle);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFile(IntPtr handle, uint offsetLow, uint offsetHigh, uint lengthLow, uint lengthHigh);

    public static void Use(string name, Action<IntPtr> use)
    {
        IntPtr handle = CreateFile(name, 0xC0000000u, 3u, IntPtr.Zero, 4u, 0u, IntPtr.Zero);
        if (handle == new IntPtr(-1))
            throw new Win32Exception();
        try
        {
            if (!{|LOCK3006:LockFile(handle, 0, 0, uint.MaxValue, uint.MaxValue)|})
                throw new Win32Exception();
            use(handle);
        }
        finally
        {
            CloseHandle(handle);
        }
    }
}
