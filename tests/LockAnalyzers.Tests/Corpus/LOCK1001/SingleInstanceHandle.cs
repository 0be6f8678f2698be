// The lock's own name: exclusiveLockHandle.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Desktop.Startup
{
    public static class Startup
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        private static SafeFileHandle? exclusiveLockHandle;

        public static bool TryBecomeFirst(string folder)
        {
            var file = File.OpenHandle(Path.Combine(folder, "first"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            exclusiveLockHandle = file;

            var overlapped = new NativeOverlapped();
            if (LockFileEx(exclusiveLockHandle, {|LOCK1001:0x00000001|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                return true;

            int error = Marshal.GetLastWin32Error();
            exclusiveLockHandle = null;
            file.Dispose();
            if (error != 33)
                throw new Win32Exception(error);
            return false;
        }

        public static void Quit()
        {
            var handle = exclusiveLockHandle;
            if (handle is null)
                return;
            var overlapped = new NativeOverlapped();
            UnlockFileEx(handle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
            handle.Dispose();
            exclusiveLockHandle = null;
        }
    }
}
