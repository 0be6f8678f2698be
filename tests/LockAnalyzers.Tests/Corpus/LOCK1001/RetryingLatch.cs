// A retry loop around a lock that is never refused by its own kind.
using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Builds.Agents
{
    public sealed class AgentSlot
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        private readonly SafeFileHandle slot;

        public AgentSlot(SafeFileHandle slot)
        {
            this.slot = slot;
        }

        public bool Enter(TimeSpan timeout)
        {
            var watch = Stopwatch.StartNew();
            do
            {
                var overlapped = new NativeOverlapped();
                if (LockFileEx(slot, {|LOCK1001:LOCKFILE_FAIL_IMMEDIATELY|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                    return true;

                int error = Marshal.GetLastWin32Error();
                if (error != 33)
                    throw new Win32Exception(error);
                Thread.Sleep(25);
            }
            while (watch.Elapsed < timeout);

            return false;
        }

        public void Leave()
        {
            var overlapped = new NativeOverlapped();
            if (!UnlockFileEx(slot, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
