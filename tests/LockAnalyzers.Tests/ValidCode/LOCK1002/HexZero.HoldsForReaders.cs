// The local function that locks says for whom: readers.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1002
{
    public class Relay
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

        public async Task RelayAsync(SafeFileHandle file, Func<Task> relay)
        {
            HoldForReading();
            try
            {
                await relay();
            }
            finally
            {
                Drop();
            }

            void HoldForReading()
            {
                OVERLAPPED all = default;
                if (!LockFileEx(file, 0x0, 0, uint.MaxValue, uint.MaxValue, ref all))
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
            }

            void Drop()
            {
                OVERLAPPED all = default;
                if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all))
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }
    }
}
