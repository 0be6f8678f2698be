// Deleting first does not help: who waits on the old file gets it, who comes new creates another.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Order
{
    public sealed class MigrationLock : IDisposable
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        private readonly string path;
        private readonly FileStream stream;

        public MigrationLock(string path)
        {
            var opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var ov = new NativeOverlapped();
            if (!LockFileEx(opened.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov))
            {
                int error = Marshal.GetLastPInvokeError();
                opened.Dispose();
                throw new Win32Exception(error);
            }

            this.path = path;
            this.stream = opened;
        }

        public void Dispose()
        {
            {|LOCK3007:File.Delete(path)|};
            var ov = new NativeOverlapped();
            UnlockFileEx(stream.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref ov);
            stream.Dispose();
        }
    }
}
