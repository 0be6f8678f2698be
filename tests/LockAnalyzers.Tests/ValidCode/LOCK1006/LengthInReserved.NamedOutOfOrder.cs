// Named arguments: the length stands before the reserved argument in the source, not in the call.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1006
{
    internal class Slips
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

        internal void Run(SafeFileHandle file, Action body)
        {
            OVERLAPPED all = default;
            if (!LockFileEx(file, 2, bytesLow: uint.MaxValue, bytesHigh: uint.MaxValue, dwReserved: 0, lpOverlapped: ref all))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                body();
            }
            finally
            {
                all = default;
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all);
            }
        }
    }
}
