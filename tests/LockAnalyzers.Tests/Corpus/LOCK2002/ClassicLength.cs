// LockFile: the offset is whole, the length's halves are swapped.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClassicLengths;

public static class ClassicLengths
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

    public static void Take(SafeFileHandle file, ulong position, ulong length)
    {
        if (!LockFile(file, (uint)position, (uint)(position >> 32), {|LOCK2002:(uint)(length >> 32), (uint)(length & uint.MaxValue)|}))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}
