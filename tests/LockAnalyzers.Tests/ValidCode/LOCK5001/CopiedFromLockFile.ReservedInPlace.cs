// Flags and reserved are where the function has them.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5001.ReservedInPlace
{
    internal static class NativeFiles
    {
        private const string Kernel = "kernel32";

        [DllImport(Kernel, SetLastError = true), CLSCompliant(false)]
        public static extern int LockFileEx(IntPtr hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, IntPtr lpOverlapped);

        [DllImport(Kernel, SetLastError = true), CLSCompliant(false)]
        public static extern int UnlockFileEx(IntPtr hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, IntPtr lpOverlapped);
    }
}
