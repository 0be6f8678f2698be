// LockFile, exclusive and immediate by nature; 64-bit values split into halves in several honest ways.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002
{
    public static class ClassicLockFile
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint lengthLow, uint lengthHigh);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFile(SafeFileHandle file, uint offsetLow, uint offsetHigh, uint lengthLow, uint lengthHigh);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

        public static void Region(SafeFileHandle file, long offset, long length, Action body)
        {
            uint offsetLow = unchecked((uint)offset);
            uint offsetHigh = (uint)(offset >> 32);
            uint lengthLow = (uint)(length & 0xFFFFFFFFL);
            uint lengthHigh = (uint)((ulong)length >> 32);

            if (!LockFile(file, offsetLow, offsetHigh, lengthLow, lengthHigh))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                body();
            }
            finally
            {
                UnlockFile(file, offsetLow, offsetHigh, lengthLow, lengthHigh);
            }
        }

        public static void RegionEx(SafeFileHandle file, long offset, ulong length, Action body)
        {
            var start = new NativeOverlapped { OffsetLow = (int)offset, OffsetHigh = (int)(offset >> 32) };
            var (low, high) = ((uint)length, (uint)(length / 0x1_0000_0000UL));
            if (!LockFileEx(file, 2, 0, low, high, ref start))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                body();
            }
            finally
            {
                start = new NativeOverlapped { OffsetLow = (int)offset, OffsetHigh = (int)(offset >> 32) };
                UnlockFileEx(file, 0, low, high, ref start);
            }
        }
    }
}
