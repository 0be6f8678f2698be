// LockFile, Write, UnlockFile, Flush.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClassicBuffers;

public sealed class PriceFile
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

    public void Update(string path, byte[] prices)
    {
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            if (!LockFile(file.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                file.Position = 0;
                file.Write(prices, 0, prices.Length);
            }
            finally
            {
                {|LOCK3009:UnlockFile(file.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue)|};
            }

            file.Flush(true);
        }
    }
}
