// High half first.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Swapped
{
    static class Swapped
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

        public static void Take(SafeFileHandle file, ulong size)
        {
            uint low = (uint)size;
            uint high = (uint)(size >> 32);
            var o = new NativeOverlapped();
            if (!LockFileEx(file, LockFlags.Exclusive, 0, {|LOCK2002:high, low|}, ref o))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
