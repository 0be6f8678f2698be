// The catch block expects one kind of failure; every other leaves with the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Reporting
{
    public sealed class ReportingJob
    {
        [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
        static extern int FileLockSystemCall(int descriptor, int operation);

        const int LockShared = 1;
        const int LockExclusive = 2;
        const int LockNonBlocking = 4;
        const int LockUnlock = 8;

        private readonly TextWriter _log;

        public ReportingJob(TextWriter log) => _log = log;

        public void Execute(int descriptor, Action body)
        {
            if ({|LOCK3002:FileLockSystemCall(descriptor, LockExclusive | LockNonBlocking)|} == -1)
            {
                throw new IOException("Another job is running.", Marshal.GetLastPInvokeError());
            }

            try
            {
                body();
            }
            catch (TimeoutException e)
            {
                _log.WriteLine(e);
            }

            FileLockSystemCall(descriptor, LockUnlock);
        }
    }
}
