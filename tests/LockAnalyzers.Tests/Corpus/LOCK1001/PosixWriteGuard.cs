// The parameter decides about waiting; on both paths the lock is shared.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Guards.Posix
{
    public sealed class PosixWriteGuard
    {
        [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
        static extern int FileLockSystemCall(int descriptor, int operation);

        const int LockShared = 1;
        const int LockExclusive = 2;
        const int LockNonBlocking = 4;
        const int LockUnlock = 8;

        private readonly int fileDescriptor;

        public PosixWriteGuard(int fileDescriptor)
        {
            this.fileDescriptor = fileDescriptor;
        }

        public bool Take(bool wait)
        {
            int operation = LockShared;
            if (!wait)
                operation |= LockNonBlocking;

            for (; ; )
            {
                if (FileLockSystemCall(fileDescriptor, {|LOCK1001:operation|}) == 0)
                    return true;

                int errno = Marshal.GetLastWin32Error();
                if (errno == 4)
                    continue;
                if (errno == 11 || errno == 35)
                    return false;
                throw new IOException("flock", errno);
            }
        }

        public void Drop()
        {
            if (FileLockSystemCall(fileDescriptor, LockUnlock) != 0)
                throw new IOException("flock", Marshal.GetLastWin32Error());
        }
    }
}
