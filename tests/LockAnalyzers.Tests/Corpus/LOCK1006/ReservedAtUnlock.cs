// So must the one of UnlockFileEx.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Unlocking
{
    public unsafe class Unlocking
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        public int Run(nint file, Func<int> body)
        {
            NativeOverlapped o = default;
            if (LockRange(file, LockExclusively, 0, uint.MaxValue, uint.MaxValue, &o) == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                return body();
            }
            finally
            {
                o = default;
                UnlockRange(file, {|LOCK1006:uint.MaxValue|}, uint.MaxValue, uint.MaxValue, &o);
            }
        }
    }
}
