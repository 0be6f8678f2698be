// The mode of the bare 0u is stated by a comment at the argument.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK1002
{
    static unsafe class Steps
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        internal static int Step(nint file, delegate*<nint, int> step)
        {
            NativeOverlapped o = default;
            if (LockRange(file, /* shared */ 0u, 0, uint.MaxValue, uint.MaxValue, &o) == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                return step(file);
            }
            finally
            {
                o = default;
                UnlockRange(file, 0, uint.MaxValue, uint.MaxValue, &o);
            }
        }
    }
}
