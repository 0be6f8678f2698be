// Tryout begins like Try and is another word.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1004
{
    public class Booth
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        readonly SafeFileHandle booth;

        public Booth(SafeFileHandle booth) { this.booth = booth; }

        public bool Tryout(out int error)
        {
            var o = new NativeOverlapped();
            bool reserved = LockFileEx(booth, 2, 0, uint.MaxValue, uint.MaxValue, ref o);
            error = reserved ? 0 : Marshal.GetLastWin32Error();
            return reserved;
        }

        public void Cancel()
        {
            var o = new NativeOverlapped();
            if (!UnlockFileEx(booth, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
