// Old-fashioned flow: goto, numeric results, a switch on the error.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Legacy.Locks
{
    public unsafe class GotoAndPatterns
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        public enum Outcome { Done, Busy, Denied }

        public Outcome Run(nint file, delegate*<nint, int> work)
        {
            NativeOverlapped o = default;
            int attempts = 0;

        again:
            int ok = LockRange(file, LockExclusively | LockNoWait, 0, uint.MaxValue, uint.MaxValue, &o);
            if (ok == 0)
            {
                int error = Marshal.GetLastWin32Error();
                switch (error)
                {
                    case 33 when attempts < 10:
                        attempts++;
                        Thread.Sleep(attempts);
                        goto again;
                    case 33:
                        return Outcome.Busy;
                    case 5 or 6:
                        return Outcome.Denied;
                    default:
                        throw new IOException("LockFileEx", error);
                }
            }

            int result;
            try
            {
                result = work(file);
            }
            finally
            {
                o = default;
                UnlockRange(file, 0, uint.MaxValue, uint.MaxValue, &o);
            }

            return result switch
            {
                0 => Outcome.Done,
                < 0 => Outcome.Denied,
                > 0 => Outcome.Busy,
            };
        }
    }
}
