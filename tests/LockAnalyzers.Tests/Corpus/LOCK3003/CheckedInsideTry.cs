// A check helper throws inside the protected block.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Checking
{
    public sealed unsafe class Checker
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        readonly nint file;

        public Checker(nint file) { this.file = file; }

        static void Check(int result)
        {
            if (result == 0)
                throw new IOException("A lock call failed.", new Win32Exception(Marshal.GetLastWin32Error()));
        }

        public int Do(Func<int> body)
        {
            NativeOverlapped o = default;
            try
            {
                Check({|LOCK3003:LockRange(file, LockExclusively | LockNoWait, 0, uint.MaxValue, uint.MaxValue, &o)|});
                return body();
            }
            finally
            {
                o = default;
                UnlockRange(file, 0, uint.MaxValue, uint.MaxValue, &o);
            }
        }
    }
}
