// Refused means return false, and then the finally unlocks what somebody else holds through the same handle.
using System;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Returning
{
    class Sweeper
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

        readonly SafeFileHandle file;

        public Sweeper(SafeFileHandle file) { this.file = file; }

        public bool TrySweep(Action sweep)
        {
            var o = new NativeOverlapped();
            try
            {
                if (!{|LOCK3003:LockFileEx(file, LockFlags.Exclusive | LockFlags.FailImmediately, 0, uint.MaxValue, uint.MaxValue, ref o)|})
                {
                    return Marshal.GetLastWin32Error() == 33 ? false : throw new InvalidOperationException("The sweeper cannot lock.");
                }

                sweep();
                return true;
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
            }
        }
    }
}
