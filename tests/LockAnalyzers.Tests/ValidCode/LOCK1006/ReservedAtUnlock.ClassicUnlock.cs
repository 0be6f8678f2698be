// UnlockFile has no reserved argument: its second and third are the offset.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK1006
{
    public unsafe class Unlocking
    {
        private const uint At = 0x1000;

        [DllImport("kernel32.dll", EntryPoint = "LockFile", SetLastError = true, ExactSpelling = true)]
        private static extern int LockRange(nint file, uint offsetLow, uint offsetHigh, uint low, uint high);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFile", SetLastError = true, ExactSpelling = true)]
        private static extern int UnlockRange(nint file, uint offsetLow, uint offsetHigh, uint low, uint high);

        public int Run(nint file, Func<int> body)
        {
            if (LockRange(file, At, At, uint.MaxValue, uint.MaxValue - At - 1) == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                return body();
            }
            finally
            {
                UnlockRange(file, At, At, uint.MaxValue, uint.MaxValue - At - 1);
            }
        }
    }
}
