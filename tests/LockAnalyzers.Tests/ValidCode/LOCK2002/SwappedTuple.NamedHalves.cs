// The names of the halves are passed to the parameters of the same names, in another order.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002
{
    public class Tuples
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        static (uint Low, uint High) Split(long value) => ((uint)value, (uint)(value >> 32));

        public void Run(SafeFileHandle file, long length, Action body)
        {
            var (low, high) = Split(length);
            var o = new NativeOverlapped();
            if (!LockFileEx(file, 2, 0, lengthHigh: high, lengthLow: low, overlapped: ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                body();
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, lengthHigh: high, lengthLow: low, overlapped: ref o);
            }
        }

        public static bool Fits(long value) => Split(value).High == 0;
    }
}
