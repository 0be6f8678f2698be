// The same parameter decides about waiting on both systems.
using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK1003
{
    public unsafe class Ternaries
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        public bool Hold(nint file, bool wait)
        {
            NativeOverlapped o = default;
            return RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                ? LockRange(file, wait ? LockExclusively : LockExclusively | LockNoWait, 0, uint.MaxValue, uint.MaxValue, &o) != 0
                : flock((int)file, wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0;
        }
    }
}
