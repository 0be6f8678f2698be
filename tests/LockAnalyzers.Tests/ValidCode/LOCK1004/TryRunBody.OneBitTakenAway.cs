// Both bits are set and the undefined one is taken away: it still fails at once.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK1004
{
    public unsafe class TryRuns
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        public bool TryRun(nint file, Action body)
        {
            NativeOverlapped o = default;
            uint how = LockNoWait | LockExclusively | 4u;
            how &= ~4u;
            if (LockRange(file, how, 0, uint.MaxValue, uint.MaxValue, &o) == 0)
            {
                int error = Marshal.GetLastPInvokeError();
                return error == 33 ? false : throw new Win32Exception(error);
            }

            try
            {
                body();
                return true;
            }
            finally
            {
                o = default;
                UnlockRange(file, 0, uint.MaxValue, uint.MaxValue, &o);
            }
        }
    }
}
