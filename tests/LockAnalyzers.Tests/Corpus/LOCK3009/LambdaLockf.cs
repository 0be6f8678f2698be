// In the lambda, the stream's bytes are flushed after F_ULOCK.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Bells.Schedule;

public class Schedule
{
    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(SafeHandle fd, int cmd, long len);

    public Action<byte> Writer(FileStream s) => b =>
    {
        if (lockf(s.SafeFileHandle, 1, 0) != 0)
            throw new IOException("lockf");
        try
        {
            s.WriteByte(b);
        }
        finally
        {
            {|LOCK3009:lockf(s.SafeFileHandle, 0, 0)|};
        }
        s.Flush();
    };
}
