// bool taken, and a finally that asks it.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Updates
{
    public class UpdateApplier
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        public bool Apply(IntPtr updateFile, Action<int> step, int steps)
        {
            bool taken = false;
            var overlapped = new NativeOverlapped();
            try
            {
                taken = LockFileEx(updateFile, ExclusiveLock | FailImmediately, 0, -1, -1, ref overlapped);
                if (!taken)
                {
                    int error = Marshal.GetLastWin32Error();
                    if (error == 33)
                        return false;
                    throw new IOException("Locking the update failed.", error);
                }

                for (int i = 0; i < steps; i++)
                    step(i);
                return true;
            }
            finally
            {
                if (taken)
                {
                    overlapped = new NativeOverlapped();
                    UnlockFileEx(updateFile, 0, -1, -1, ref overlapped);
                }
            }
        }

        public int Count(IntPtr updateFile, Func<int> counter)
        {
            var overlapped = new NativeOverlapped();
            bool held = LockFileEx(updateFile, ExclusiveLock, 0, -1, -1, ref overlapped);
            if (held == false)
                throw new IOException("Locking the update failed.", Marshal.GetLastWin32Error());

            try
            {
                return counter();
            }
            finally
            {
                if (updateFile != IntPtr.Zero && held)
                {
                    overlapped = new NativeOverlapped();
                    UnlockFileEx(updateFile, 0, -1, -1, ref overlapped);
                }
            }
        }
    }
}
