// The same two halves in two spellings.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK2001
{
    public unsafe class HalfUnlock
    {
        private const uint All = 0xFFFFFFFF;

        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        public int Do(nint file, Func<int> body)
        {
            NativeOverlapped o = default;
            if (LockRange(file, LockExclusively, 0, All, All, &o) == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                return body();
            }
            finally
            {
                o = default;
                UnlockRange(file, 0, ~0u, unchecked((uint)-1), &o);
            }
        }
    }
}
