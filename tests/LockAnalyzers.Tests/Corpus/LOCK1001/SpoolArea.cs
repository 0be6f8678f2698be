// The ternary asks two systems for two different locks.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Printing
{
    sealed class SpoolArea
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);
        [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
        static extern int FileLockSystemCall(int descriptor, int operation);

        const int LockShared = 1;
        const int LockExclusive = 2;
        const int LockNonBlocking = 4;
        const int LockUnlock = 8;

        readonly IntPtr file;
        readonly int descriptor;

        internal SpoolArea(IntPtr file, int descriptor)
        {
            this.file = file;
            this.descriptor = descriptor;
        }

        public bool TryEnter()
        {
            var where = new NativeOverlapped();
            return Environment.OSVersion.Platform == PlatformID.Win32NT
                ? LockFileEx(file, {|LOCK1001:FailImmediately|}, 0, -1, -1, ref where)
                : FileLockSystemCall(descriptor, LockExclusive | LockNonBlocking) == 0;
        }

        public void Leave()
        {
            var where = new NativeOverlapped();
            var released = Environment.OSVersion.Platform == PlatformID.Win32NT
                ? UnlockFileEx(file, 0, -1, -1, ref where)
                : FileLockSystemCall(descriptor, LockUnlock) == 0;
            if (!released)
                throw new IOException("The spool area could not be left.", Marshal.GetLastWin32Error());
        }
    }
}
