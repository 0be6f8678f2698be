// The offset is the product of two ushorts, which 32 bits hold.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002
{
    public class ClassicOffsets
    {
        private const ushort PageSize = 4096;

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

        public void Take(SafeFileHandle file, ushort page, long count)
        {
            if (!LockFile(file, (uint)page * PageSize, 0, (uint)count, (uint)(count >> 32)))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
