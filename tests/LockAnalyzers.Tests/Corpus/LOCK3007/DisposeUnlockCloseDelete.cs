// Dispose unlocks, closes and then deletes the lock file.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Packs.Fetch;

public sealed class PackLock : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    private readonly string _path;
    private readonly SafeFileHandle _handle;

    public PackLock(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(handle, 2) != 0)
        {
            handle.Dispose();
            throw new IOException("flock");
        }
        (_path, _handle) = (path, handle);
    }

    public void Dispose()
    {
        flock(_handle, 8);
        _handle.Dispose();
        {|LOCK3007:File.Delete(_path)|};
    }
}
