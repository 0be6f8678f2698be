// An enum member that is named like the system's constant.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Members
{
    [Flags]
    public enum LockFileFlags : uint
    {
        LOCKFILE_EXCLUSIVE_LOCK = 0x00000002,
        LOCKFILE_FAIL_IMMEDIATELY = {|LOCK1005:0x00000010|},
    }

    public class Members
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle file, LockFileFlags flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

        public T Within<T>(SafeFileHandle file, Func<T> body)
        {
            NativeOverlapped o = default;
            if (!LockFileEx(file, LockFileFlags.LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            try
            {
                return body();
            }
            finally
            {
                o = default;
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
            }
        }
    }
}
