// A zero-length range at an offset is still nothing.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Offsets
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
            var at = new OVERLAPPED { Offset = 4096 };
            if (!LockFileEx(file, 2, 0, {|LOCK2003:0u, 0u|}, ref at))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public void Leave()
        {
            var at = new OVERLAPPED { Offset = 4096 };
            if (!UnlockFileEx(file, 0, 0u, 0u, ref at))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
