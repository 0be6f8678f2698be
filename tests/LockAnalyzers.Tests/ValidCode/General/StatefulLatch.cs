// Enter hands the lock to the caller through a field that Leave reads; every way of failing gives it back.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Latches
{
    public sealed class StatefulLatch
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        private readonly FileStream _file;
        private bool _held;

        public StatefulLatch(FileStream file) => _file = file;

        public bool Enter(int expectedVersion)
        {
            if (_held)
                throw new InvalidOperationException("Already inside.");

            var ov = new NativeOverlapped();
            if (!LockFileEx(_file.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov))
                throw new Win32Exception(Marshal.GetLastPInvokeError());

            int version;
            try
            {
                _file.Position = 0;
                version = _file.ReadByte();
            }
            catch
            {
                ReleaseCore();
                throw;
            }

            if (version != expectedVersion)
            {
                ReleaseCore();
                return false;
            }

            _held = true;
            return true;
        }

        public void Leave()
        {
            if (!_held)
                return;
            _held = false;
            ReleaseCore();
        }

        private void ReleaseCore()
        {
            var ov = new NativeOverlapped();
            UnlockFileEx(_file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref ov);
        }
    }
}
