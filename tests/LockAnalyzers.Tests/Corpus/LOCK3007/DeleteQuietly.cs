// Wrapped in an empty catch; the race stays.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Quiet
{
    public class EditLock
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern bool CloseHandle(IntPtr handle);

        private readonly string lockPath;
        private IntPtr handle;

        public EditLock(string lockPath, IntPtr opened)
        {
            this.lockPath = lockPath;
            handle = opened;
        }

        public void Lock()
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(handle, ExclusiveLock, 0, -1, -1, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public void Unlock()
        {
            var o = new NativeOverlapped();
            UnlockFileEx(handle, 0, -1, -1, ref o);
            CloseHandle(handle);
            handle = IntPtr.Zero;
            try
            {
                {|LOCK3007:File.Delete(lockPath)|};
            }
            catch (IOException)
            {
            }
        }
    }
}
