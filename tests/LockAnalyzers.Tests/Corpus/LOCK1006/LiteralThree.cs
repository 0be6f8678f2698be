// 3 is LOCK_SH and LOCK_EX for flock, whatever it is for LockFileEx.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Threes;

public static class Threes
{
    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    static extern int FileLockSystemCall(int descriptor, int operation);

    const int LockShared = 1;
    const int LockExclusive = 2;
    const int LockNonBlocking = 4;
    const int LockUnlock = 8;

    public static void Hold(int fd)
    {
        while (FileLockSystemCall(fd, {|LOCK1006:3|}) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
        }
    }

    public static void Drop(int fd)
    {
        if (FileLockSystemCall(fd, LockUnlock) != 0)
            throw new IOException("flock", Marshal.GetLastPInvokeError());
    }
}
