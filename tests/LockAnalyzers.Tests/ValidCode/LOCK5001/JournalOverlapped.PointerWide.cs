// The Internal fields are as wide as a pointer.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5001.PointerWide
{
    internal sealed class JournalWriter
    {
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x2;

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
        private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

        public void Append(FileStream journal, byte[] entry)
        {
            var position = 1L << 40;
            var at = new OVERLAPPED { Offset = (uint)position, OffsetHigh = (uint)(position >> 32) };
            if (!LockFileEx(journal.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, ref at))
                throw new IOException("journal is locked", Marshal.GetLastWin32Error());
            try
            {
                journal.Seek(0, SeekOrigin.End);
                journal.Write(entry, 0, entry.Length);
                journal.Flush();
            }
            finally
            {
                UnlockFileEx(journal.SafeFileHandle, 0, 1, 0, ref at);
            }
        }
    }
}
