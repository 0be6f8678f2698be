// LockFile: the offset loses its high half, the length is whole.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ClassicOffsets
{
    public class ClassicOffsets
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint countLow, uint countHigh);

        public void Take(SafeFileHandle file, long offset, long count)
        {
            if (!LockFile(file, {|LOCK2002:(uint)offset, 0|}, (uint)count, (uint)(count >> 32)))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
