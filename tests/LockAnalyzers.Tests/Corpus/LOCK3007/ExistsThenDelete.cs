// Release deletes the lock file if it exists.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Render.Farm;

public class FrameClaim
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Flock { public short Type, Whence; public long Start, Len; public int Pid; }

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(SafeFileHandle fd, int cmd, ref Flock l);

    private readonly string _claimFile;
    private SafeFileHandle? _fd;

    public FrameClaim(string folder, int frame) => _claimFile = Path.Combine(folder, frame + ".claim");

    public bool TryClaim()
    {
        var fd = File.OpenHandle(_claimFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Flock l = new() { Type = 1 };
        if (fcntl(fd, 37, ref l) == -1)
        {
            fd.Dispose();
            return false;
        }
        _fd = fd;
        return true;
    }

    public void Release()
    {
        if (_fd is null)
            return;
        Flock l = new() { Type = 2 };
        fcntl(_fd, 37, ref l);
        _fd.Dispose();
        _fd = null;
        if (File.Exists(_claimFile))
            {|LOCK3007:File.Delete(_claimFile)|};
    }
}
