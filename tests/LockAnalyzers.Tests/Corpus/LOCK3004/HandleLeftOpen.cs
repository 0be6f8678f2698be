// File.OpenHandle, and null for the caller who comes too late.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Handles
{
    internal static class SpoolHandle
    {
        [Flags]
        private enum LockFlags : uint
        {
            None = 0,
            FailImmediately = 1,
            Exclusive = 2,
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        internal static SafeFileHandle? TryOpen(string path)
        {
            SafeFileHandle spool = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            var region = new NativeOverlapped();
            bool granted = {|LOCK3004:LockFileEx(spool, LockFlags.Exclusive | LockFlags.FailImmediately, 0, uint.MaxValue, uint.MaxValue, ref region)|};
            if (granted)
                return spool;

            int error = Marshal.GetLastPInvokeError();
            if (error == 33)
                return null;
            throw new Win32Exception(error);
        }

        internal static void Close(SafeFileHandle spool)
        {
            var region = new NativeOverlapped();
            UnlockFileEx(spool, 0, uint.MaxValue, uint.MaxValue, ref region);
            spool.Dispose();
        }
    }
}
