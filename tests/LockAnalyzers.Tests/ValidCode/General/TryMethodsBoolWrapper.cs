// Right: the boolean wrapper's success is released in the finally, its refusal has nothing to release.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.General;

public class TrackFile
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    private readonly int fd;
    public TrackFile(int fd) { this.fd = fd; }

    private bool TryLock() => flock(fd, 2 | 4) == 0;
    private void Unlock() => flock(fd, 8);

    public bool Record(Action record, Action<string> log)
    {
        if (!TryLock())
        {
            log("busy");
            return false;
        }
        try
        {
            record();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log(e.Message);
            return false;
        }
        finally
        {
            Unlock();
        }
        return true;
    }
}
