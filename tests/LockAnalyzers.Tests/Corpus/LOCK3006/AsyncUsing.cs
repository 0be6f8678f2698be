// await using.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace AsyncClosing
{
    public sealed class Inbox
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

        public async Task<int> DrainAsync(string path, Func<Stream, Task<int>> drain)
        {
            await using var inbox = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            OVERLAPPED all = default;
            if (!{|LOCK3006:LockFileEx(inbox.SafeFileHandle, 0x2, 0, uint.MaxValue, uint.MaxValue, ref all)|})
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            return await drain(inbox);
        }
    }
}
