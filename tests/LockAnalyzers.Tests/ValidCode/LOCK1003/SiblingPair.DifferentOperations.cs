// The sibling types offer two operations: Claim waits, TryClaim does not.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003
{
    internal static class PosixFiles
    {
        [DllImport("libc", SetLastError = true)]
        private static extern int flock(SafeFileHandle fd, FlockOperation operation);

        [Flags]
        private enum FlockOperation
        {
            Shared = 1,
            Exclusive = 2,
            NonBlocking = 4,
            Unlock = 8,
        }

        internal static bool TryClaim(SafeFileHandle file)
        {
            if (flock(file, FlockOperation.Exclusive | FlockOperation.NonBlocking) == 0)
                return true;
            int errno = Marshal.GetLastPInvokeError();
            return errno == 11 ? false : throw new IOException("flock", errno);
        }
    }

    internal static class WindowsFiles
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

        internal static void Claim(SafeFileHandle file)
        {
            OVERLAPPED all = default;
            if (!LockFileEx(file, 0x2, 0, uint.MaxValue, uint.MaxValue, ref all))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
