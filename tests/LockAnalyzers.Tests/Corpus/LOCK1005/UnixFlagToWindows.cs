// A constant of flock reaches LockFileEx.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Strangers
{
    public sealed class Strangers
    {
        private const uint LOCK_EX = 2;

        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        private readonly SafeFileHandle file;

        public Strangers(SafeFileHandle file) { this.file = file; }

        public void Begin()
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(file, {|LOCK1005:LOCK_EX|}, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public void End()
        {
            var o = new NativeOverlapped();
            if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
