// The enum has the member; the call does not use it.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace TryEnums
{
    internal sealed class Lane
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

        private readonly SafeFileHandle lane;

        internal Lane(SafeFileHandle lane)
        {
            this.lane = lane;
        }

        internal bool TryOccupy()
        {
            var o = new NativeOverlapped();
            if (LockFileEx(lane, {|LOCK1004:LockFlags.Exclusive|}, 0, uint.MaxValue, uint.MaxValue, ref o))
                return true;
            int error = Marshal.GetLastPInvokeError();
            if (error == 33)
                return false;
            throw new Win32Exception(error);
        }

        internal void Vacate()
        {
            var o = new NativeOverlapped();
            if (!UnlockFileEx(lane, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
