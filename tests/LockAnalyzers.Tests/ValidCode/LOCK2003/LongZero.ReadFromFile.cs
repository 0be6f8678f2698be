// The length is no constant: whether it is 0 the caller knows.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2003
{
    public class LongZeros
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        public void Run(SafeFileHandle file, long length, Action body)
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(file, 2, 0, (uint)length, (uint)(length >> 32), ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());

            try
            {
                body();
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, (uint)length, (uint)(length >> 32), ref o);
            }
        }
    }
}
