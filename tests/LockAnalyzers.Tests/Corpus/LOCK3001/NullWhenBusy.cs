// A factory returns null, the lock stays with nobody.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Factories
{
    public sealed class Ticket
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        private static int s_outstanding;

        private readonly IntPtr file;

        private Ticket(IntPtr file) { this.file = file; }

        public static Ticket? TryIssue(IntPtr file, int limit)
        {
            NativeOverlapped overlapped = new NativeOverlapped();
            bool locked = {|LOCK3001:LockFileEx(file, ExclusiveLock | FailImmediately, 0, -1, -1, ref overlapped)|};
            if (!locked)
            {
                int error = Marshal.GetLastWin32Error();
                if (error == 33)
                    return null;
                throw new Win32Exception(error);
            }

            if (s_outstanding == limit)
                return null;

            s_outstanding++;
            return new Ticket(file);
        }

        public void Return()
        {
            s_outstanding--;
            NativeOverlapped overlapped = new NativeOverlapped();
            if (!UnlockFileEx(file, 0, -1, -1, ref overlapped))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
