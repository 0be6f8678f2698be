// A refused OFD attempt returns from inside the try, and the finally drops the lock another thread holds through this descriptor.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Meters.Aggregation;

public class Aggregator
{
    [StructLayout(LayoutKind.Sequential)]
    struct FLOCK { public short l_type; public short l_whence; public long l_start; public long l_len; public int l_pid; }

    [DllImport("libc", SetLastError = true)]
    static extern int fcntl(int fd, int cmd, ref FLOCK lck);

    const int F_OFD_SETLK = 37;
    const short F_WRLCK = 1, F_UNLCK = 2;
    readonly int sharedFd;

    public Aggregator(int sharedFd) { this.sharedFd = sharedFd; }

    public bool TryAggregate(Func<bool> step)
    {
        FLOCK l = new FLOCK { l_type = F_WRLCK };
        try
        {
            if ({|LOCK3003:fcntl(sharedFd, F_OFD_SETLK, ref l)|} == -1)
            {
                if (Marshal.GetLastPInvokeError() is 11 or 13)
                    return false;
                throw new IOException("fcntl");
            }
            return step();
        }
        finally
        {
            l.l_type = F_UNLCK;
            fcntl(sharedFd, F_OFD_SETLK, ref l);
        }
    }
}
