// Members that say the absence of a flag are 0.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1005
{
    [Flags]
    public enum LockFileFlags : uint
    {
        Wait = 0,
        FailImmediately = 1,
        Exclusive = 2,
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
            if (!LockFileEx(file, LockFileFlags.Exclusive | LockFileFlags.Wait, 0, uint.MaxValue, uint.MaxValue, ref o))
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
