// checked: a length beyond 32 bits throws, it does not lose its high half.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK2002
{
    public unsafe class Masked
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        public void Hold(nint file, long bytes)
        {
            uint low = checked((uint)bytes);
            const uint high = 0;
            NativeOverlapped o = default;
            if (LockRange(file, LockExclusively, 0, low, high, &o) == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
