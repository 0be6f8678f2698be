// Both implementations wait: F_SETLKW here, no FAIL_IMMEDIATELY there.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003;

public interface IRegionLock
{
    void Obtain(SafeFileHandle file);
}

public sealed class LinuxRegionLock : IRegionLock
{
    private const int F_SETLK = 6;
    private const int F_SETLKW = 7;
    private const short F_RDLCK = 0;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;

    [StructLayout(LayoutKind.Sequential)]
    private struct Flock
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int fd, int cmd, ref Flock arg);

    public void Obtain(SafeFileHandle file)
    {
        var whole = new Flock { l_type = F_WRLCK };
        while (fcntl((int)file.DangerousGetHandle(), F_SETLKW, ref whole) == -1)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("fcntl", errno);
        }
    }
}

public sealed class WindowsRegionLock : IRegionLock
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public void Obtain(SafeFileHandle file)
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
