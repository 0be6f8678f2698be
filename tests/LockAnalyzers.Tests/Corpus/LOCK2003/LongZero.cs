// A 64-bit zero, split with care.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace LongZeros
{
    public class LongZeros
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        private const long Length = 0;

        public void Run(SafeFileHandle file, Action body)
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(file, 2, 0, {|LOCK2003:(uint)Length, (uint)(Length >> 32)|}, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());

            try
            {
                body();
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, (uint)Length, (uint)(Length >> 32), ref o);
            }
        }
    }
}
