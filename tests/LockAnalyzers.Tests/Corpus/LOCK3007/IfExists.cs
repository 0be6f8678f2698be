// Exists, then delete: two races instead of one.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Existence;

public sealed class CacheLock
{
    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    static extern int FileLockSystemCall(int descriptor, int operation);

    const int LockShared = 1;
    const int LockExclusive = 2;
    const int LockNonBlocking = 4;
    const int LockUnlock = 8;

    [DllImport("libc", SetLastError = true)]
    static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", SetLastError = true)]
    static extern int close(int fd);

    private readonly string _name;
    private int _fd = -1;

    public CacheLock(string name) => _name = name;

    public void Acquire()
    {
        int fd = open(_name, 0x2 | 0x40 | 0x80000, 0x1B6);
        if (fd < 0)
            throw new IOException("open", Marshal.GetLastPInvokeError());
        while (FileLockSystemCall(fd, LockExclusive) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
            {
                close(fd);
                throw new IOException("flock", errno);
            }
        }

        _fd = fd;
    }

    public void Release()
    {
        FileLockSystemCall(_fd, LockUnlock);
        close(_fd);
        _fd = -1;
        if (File.Exists(_name))
            {|LOCK3007:File.Delete(_name)|};
    }
}
