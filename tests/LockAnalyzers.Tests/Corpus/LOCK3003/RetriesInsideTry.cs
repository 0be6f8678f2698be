// Gives up after some attempts, by a throw inside the try.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Attempts
{
    public sealed class AttemptedJob
    {
        private const int FailImmediately = 1;
        private const int ExclusiveLock = 2;

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        [DllImport("Kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

        private readonly IntPtr job;

        public AttemptedJob(IntPtr job)
        {
            this.job = job;
        }

        public void Run(Action body)
        {
            NativeOverlapped region = new NativeOverlapped();
            try
            {
                int attempts = 0;
                while (!{|LOCK3003:LockFileEx(job, FailImmediately | ExclusiveLock, 0, -1, -1, ref region)|})
                {
                    int error = Marshal.GetLastWin32Error();
                    if (error != 33 || ++attempts == 20)
                        throw new IOException("The job is busy.", error);
                    Thread.Sleep(50);
                }

                body();
            }
            finally
            {
                region = new NativeOverlapped();
                UnlockFileEx(job, 0, -1, -1, ref region);
            }
        }
    }
}
