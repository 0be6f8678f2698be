// A read-only reference is a pointer too.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5001.ByIn
{
    public static class Kernel32
    {
        [DllImport("kernel32", SetLastError = true)]
        public static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint mustBeZero, int countLow, int countHigh, in NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        public static extern bool UnlockFileEx(SafeFileHandle handle, uint mustBeZero, int countLow, int countHigh, in NativeOverlapped overlapped);
    }
}
