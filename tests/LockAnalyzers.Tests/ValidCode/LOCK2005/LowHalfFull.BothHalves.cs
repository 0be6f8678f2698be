// -1 in both halves is the whole file.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2005
{
    sealed class FourGigabytes : IDisposable
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        readonly IntPtr file;

        public FourGigabytes(IntPtr file)
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(file, ExclusiveLock | FailImmediately, 0, -1, -1, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            this.file = file;
        }

        public void Dispose()
        {
            var o = new NativeOverlapped();
            UnlockFileEx(file, 0, -1, -1, ref o);
        }
    }
}
