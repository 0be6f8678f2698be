// LockFile, a stream from FileInfo.Open.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClassicLeaks
{
    public class PriceList
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

        private FileStream? list;

        public void Begin(FileInfo info)
        {
            FileStream opened = info.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (!{|LOCK3004:LockFile(opened.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue)|})
                throw new IOException("The price list is being edited.", Marshal.GetLastWin32Error());
            list = opened;
        }

        public void End()
        {
            if (list == null)
                return;
            UnlockFile(list.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue);
            list.Dispose();
            list = null;
        }
    }
}
