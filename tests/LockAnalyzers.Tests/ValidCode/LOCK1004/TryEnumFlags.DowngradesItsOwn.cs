// The waiting call asks for a shared lock over the exclusive one that the method already holds: that is granted at once.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1004
{
    internal sealed class Lane
    {
        [Flags]
        private enum LockFlags : uint
        {
            Shared = 0,
            FailImmediately = 1,
            Exclusive = 2,
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        private readonly SafeFileHandle lane;

        internal Lane(SafeFileHandle lane)
        {
            this.lane = lane;
        }

        internal bool TryOccupy()
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(lane, LockFlags.Exclusive | LockFlags.FailImmediately, 0, uint.MaxValue, uint.MaxValue, ref o))
            {
                int error = Marshal.GetLastPInvokeError();
                return error == 33 ? false : throw new Win32Exception(error);
            }

            o = new NativeOverlapped();
            if (LockFileEx(lane, LockFlags.Shared, 0, uint.MaxValue, uint.MaxValue, ref o))
                return true;
            int refused = Marshal.GetLastPInvokeError();
            Vacate();
            throw new Win32Exception(refused);
        }

        internal void Vacate()
        {
            var o = new NativeOverlapped();
            if (!UnlockFileEx(lane, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
