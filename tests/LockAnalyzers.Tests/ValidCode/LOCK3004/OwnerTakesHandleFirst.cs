// The owner takes the handle before the attempt, and the owner's Dispose closes it on refusal.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public sealed class Owner : IDisposable
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    private readonly SafeFileHandle _fd;
    private Owner(SafeFileHandle fd) => _fd = fd;
    private bool Lock() => flock(_fd, 6) == 0;

    public static Owner? TryOpen(string path)
    {
        var owner = new Owner(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        if (owner.Lock())
            return owner;
        owner.Dispose();
        return null;
    }

    public void Dispose() => _fd.Dispose();
}
