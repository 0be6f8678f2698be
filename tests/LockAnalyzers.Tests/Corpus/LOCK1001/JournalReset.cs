// Truncates under a lock whose flag says only that it will not wait.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Journaling
{
    class Journal
    {
        [Flags]
        private enum LockFlags : uint
        {
            None = 0,
            FailImmediately = 1,
            Exclusive = 2,
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        readonly FileStream file;

        public Journal(FileStream file) { this.file = file; }

        public void Reset()
        {
            NativeOverlapped all = default(NativeOverlapped);
            LockFlags how = LockFlags.None;
            how |= LockFlags.FailImmediately;
            if (!LockFileEx(file.SafeFileHandle, {|LOCK1001:how|}, 0, uint.MaxValue, uint.MaxValue, ref all))
            {
                throw new Win32Exception(Marshal.GetLastWin32Error());
            }

            try
            {
                file.SetLength(0);
            }
            finally
            {
                all = default(NativeOverlapped);
                UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref all);
            }
        }
    }
}
