// Right: the handle is returned in the tuple only when locked; the refused one is disposed.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public static class Probe
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static (bool Locked, SafeFileHandle? Handle, int Errno) Try(string path)
    {
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(handle, 6) == 0)
            return (true, handle, 0);
        int errno = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return (false, null, errno);
    }
}
