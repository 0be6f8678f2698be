// The same half for both is right where both are all ones.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002
{
    sealed class TwiceLow
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        public void Enter(IntPtr file)
        {
            const int all = -1;
            var o = new NativeOverlapped();
            if (!LockFileEx(file, ExclusiveLock, 0, all, all, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
