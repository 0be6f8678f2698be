// The whole file is locked through the raw handle, and read through the stream.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2004
{
    public class Pointers
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

        public byte[] Fetch(FileStream file)
        {
            OVERLAPPED first = default;
            if (!LockFileEx(file.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref first))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                var all = new byte[1024];
                file.Position = 0;
                file.ReadExactly(all);
                return all;
            }
            finally
            {
                first = default;
                UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref first);
            }
        }
    }
}
