// Two locals that begin at 0 and are inverted before the call.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2003
{
    class Locals
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        public bool TryDo(IntPtr file, Action body)
        {
            int low = 0, high = 0;
            low = ~low;
            high = ~high;
            var o = new NativeOverlapped();
            if (!LockFileEx(file, ExclusiveLock | FailImmediately, 0, low, high, ref o))
            {
                int error = Marshal.GetLastWin32Error();
                return error == 33 ? false : throw new Win32Exception(error);
            }

            try
            {
                body();
                return true;
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, low, high, ref o);
            }
        }
    }
}
