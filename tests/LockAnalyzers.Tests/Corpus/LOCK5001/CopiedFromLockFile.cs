// The first parameters are those of LockFile, and the unlock lacks the reserved one.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Bindings.Files
{
    internal static class NativeFiles
    {
        private const string Kernel = "kernel32";

        [DllImport(Kernel, SetLastError = true), CLSCompliant(false)]
        public static extern int LockFileEx(IntPtr hFile, {|LOCK5001:uint|} dwFileOffsetLow, uint dwFileOffsetHigh, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, IntPtr lpOverlapped);

        [DllImport(Kernel, SetLastError = true), CLSCompliant(false)]
        public static extern int {|LOCK5001:UnlockFileEx|}(IntPtr hFile, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, IntPtr lpOverlapped);
    }
}
