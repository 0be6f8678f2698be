// The shared lock has an exclusive counterpart on the same handle, so that it excludes somebody.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001
{
    public static class HandleExtensions
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

        private const uint SharedImmediately = 1;
        private const uint ExclusiveImmediately = 3;

        public static bool TryEnter(this SafeFileHandle handle)
        {
            OVERLAPPED o = default;
            if (LockFileEx(handle, SharedImmediately, 0, ~0u, ~0u, ref o))
                return true;

            int error = Marshal.GetLastWin32Error();
            return error == 33 ? false : throw new Win32Exception(error);
        }

        public static bool TryEnterAlone(this SafeFileHandle handle)
        {
            OVERLAPPED o = default;
            if (LockFileEx(handle, ExclusiveImmediately, 0, ~0u, ~0u, ref o))
                return true;

            int error = Marshal.GetLastWin32Error();
            return error == 33 ? false : throw new Win32Exception(error);
        }

        public static void Leave(this SafeFileHandle handle)
        {
            OVERLAPPED o = default;
            if (!UnlockFileEx(handle, 0, ~0u, ~0u, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
