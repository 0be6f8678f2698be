// The locked handle is passed to a session object, which owns and releases it.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3001;

public sealed class Session : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    internal static extern int flock(SafeFileHandle fd, int operation);

    private readonly SafeFileHandle _fd;
    internal Session(SafeFileHandle fd) => _fd = fd;

    public void Dispose()
    {
        flock(_fd, 8);
        _fd.Dispose();
    }
}

public class SessionPool
{
    private readonly List<Session> sessions = new();

    public void Add(string path)
    {
        SafeFileHandle fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (Session.flock(fd, 2) != 0)
        {
            fd.Dispose();
            throw new IOException("flock");
        }
        sessions.Add(new Session(fd));
    }
}
