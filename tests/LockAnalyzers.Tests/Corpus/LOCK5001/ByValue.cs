// The structure itself is passed where a pointer to it is meant; by accident that works on x64.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Bindings
{
    public static class Kernel32
    {
        [DllImport("kernel32", SetLastError = true)]
        public static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint mustBeZero, int countLow, int countHigh, {|LOCK5001:NativeOverlapped|} overlapped);

        [DllImport("kernel32", SetLastError = true)]
        public static extern bool UnlockFileEx(SafeFileHandle handle, uint mustBeZero, int countLow, int countHigh, {|LOCK5001:NativeOverlapped|} overlapped);
    }
}
