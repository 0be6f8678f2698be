// The caller of AcquireLock and ReleaseLock copies files in between without a finally.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Mirrors.Sync;

public class MirrorLock
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeHandle fd, int how);

    private readonly FileStream stream;

    public MirrorLock(string path)
    {
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public void AcquireLock()
    {
        if (flock(stream.SafeFileHandle, 2) == -1)
            throw new IOException("mirror lock", Marshal.GetLastPInvokeError());
    }

    public void ReleaseLock()
    {
        flock(stream.SafeFileHandle, 8);
    }
}

public class Mirror
{
    private readonly MirrorLock _lock;
    private readonly string _root;

    public Mirror(MirrorLock theLock, string root)
    {
        _lock = theLock;
        _root = root;
    }

    public void Pull(string source)
    {
        {|LOCK3002:_lock.AcquireLock()|};
        foreach (string file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(_root, Path.GetFileName(file)), true);
        }
        _lock.ReleaseLock();
    }
}
