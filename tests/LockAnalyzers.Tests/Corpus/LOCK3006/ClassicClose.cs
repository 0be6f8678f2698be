// LockFile and a close.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClassicClosing
{
    public class Ledger
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

        public void Enter(string path, byte[] line)
        {
            using (var ledger = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                if (!{|LOCK3006:LockFile(ledger.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue)|})
                    throw new Win32Exception(Marshal.GetLastWin32Error());
                ledger.Write(line, 0, line.Length);
            }
        }
    }
}
