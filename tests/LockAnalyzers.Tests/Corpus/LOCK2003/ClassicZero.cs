// LockFile with a length of zero.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClassicZeros;

public sealed class ClassicZeros
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

    public void Do(SafeFileHandle file, Action body)
    {
        if (!LockFile(file, 0, 0, {|LOCK2003:0, 0|}))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            body();
        }
        finally
        {
            UnlockFile(file, 0, 0, 0, 0);
        }
    }
}
