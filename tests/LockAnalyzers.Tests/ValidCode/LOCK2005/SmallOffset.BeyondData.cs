// The byte lies at 2^62, where no file has data.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2005
{
    public class Middles
    {
        [StructLayout(LayoutKind.Sequential)]
        private struct OVERLAPPED
        {
            public UIntPtr Internal;
            public UIntPtr InternalHigh;
            public uint Offset;
            public uint OffsetHigh;
            public IntPtr hEvent;
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeHandle hFile, uint dwFlags, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeHandle hFile, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

        public void Do(SafeFileHandle file, Action body)
        {
            var at = new OVERLAPPED { OffsetHigh = 0x4000_0000 };
            if (!LockFileEx(file, 2, 0, 1, 0, ref at))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                body();
            }
            finally
            {
                at = new OVERLAPPED { OffsetHigh = 0x4000_0000 };
                UnlockFileEx(file, 0, 1, 0, ref at);
            }
        }
    }
}
