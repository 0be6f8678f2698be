// Windows waits, Unix fails at once.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Impatient
{
    class Impatient
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
        [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
        static extern int FileLockSystemCall(int descriptor, int operation);

        const int LockShared = 1;
        const int LockExclusive = 2;
        const int LockNonBlocking = 4;
        const int LockUnlock = 8;

        readonly SafeFileHandle file;

        public Impatient(SafeFileHandle file) { this.file = file; }

        public void Take()
        {
            if (!OperatingSystem.IsWindows())
            {
                if (FileLockSystemCall((int)file.DangerousGetHandle(), LockExclusive | LockNonBlocking) != 0)
                    throw new IOException("Taken by somebody else.", Marshal.GetLastPInvokeError());
            }
            else
            {
                var o = new NativeOverlapped();
                if (!LockFileEx(file, {|LOCK1003:LockFlags.Exclusive|}, 0, uint.MaxValue, uint.MaxValue, ref o))
                    throw new IOException("LockFileEx", new Win32Exception(Marshal.GetLastPInvokeError()));
            }
        }
    }
}
