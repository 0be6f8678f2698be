// Deconstructed in the wrong order; lock and unlock agree with each other.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Tuples
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
            var (high, low) = ((uint)length, (uint)(length >> 32));
            var o = new NativeOverlapped();
            if (!LockFileEx(file, 2, 0, {|LOCK2002:low, high|}, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                body();
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, low, high, ref o);
            }
        }

        public static bool Fits(long value) => Split(value).High == 0;
    }
}
