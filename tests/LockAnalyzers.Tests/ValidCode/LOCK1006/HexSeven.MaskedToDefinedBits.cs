// Whatever the caller passes is cut to the bits that LockFileEx defines.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1006
{
    public class Sevens
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        public void Run(SafeFileHandle file, uint options, Action body)
        {
            var o = default(NativeOverlapped);
            if (!LockFileEx(file, (options | 0x6) & 0x3, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                body();
            }
            finally
            {
                o = default;
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
            }
        }
    }
}
