// One byte, at an offset where no file has data.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2003
{
    public sealed class Offsets
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

        private readonly SafeFileHandle file;

        public Offsets(SafeFileHandle file)
        {
            this.file = file;
        }

        public void Enter()
        {
            var at = new OVERLAPPED { OffsetHigh = 0x4000_0000 };
            if (!LockFileEx(file, 2, 0, 1u, 0u, ref at))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public void Leave()
        {
            var at = new OVERLAPPED { OffsetHigh = 0x4000_0000 };
            if (!UnlockFileEx(file, 0, 1u, 0u, ref at))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
