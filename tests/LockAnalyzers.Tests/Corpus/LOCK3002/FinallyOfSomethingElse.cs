// There is a finally; it stops the clock and forgets the lock.
using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Timing
{
    internal sealed class TimedSection
    {
        [DllImport("libc", SetLastError = true)]
        private static extern int flock(SafeFileHandle fd, FlockOperation operation);

        [Flags]
        private enum FlockOperation
        {
            Shared = 1,
            Exclusive = 2,
            NonBlocking = 4,
            Unlock = 8,
        }

        private readonly Stopwatch clock = new Stopwatch();

        internal void Run(SafeFileHandle file, Action body)
        {
            while ({|LOCK3002:flock(file, FlockOperation.Exclusive)|} != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }

            clock.Start();
            try
            {
                body();
            }
            finally
            {
                clock.Stop();
            }

            flock(file, FlockOperation.Unlock);
        }
    }
}
