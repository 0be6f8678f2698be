// The dispose pattern: the half for managed resources unlinks the file, the other closes its descriptor.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace Scanner.Sharing;

public abstract class Resource : IDisposable
{
    public void Dispose()
    {
        DisposeManaged();
        DisposeNative();
        GC.SuppressFinalize(this);
    }

    protected abstract void DisposeManaged();

    protected abstract void DisposeNative();
}

public sealed class DeviceMutex : Resource
{
    private const int LOCK_EX = 2;
    private const int LOCK_UN = 8;
    private const int O_CREAT = 0x40;

    [DllImport("libc", SetLastError = true)]
    private static extern int open(string path, int flags, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    [DllImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static extern int Unlink(string path);

    private readonly string _name;
    private readonly int _descriptor;

    public DeviceMutex(string device)
    {
        _name = Path.Combine("/var/lock", device);
        _descriptor = open(_name, O_CREAT, 0x180);
        if (_descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Wait()
    {
        while (flock(_descriptor, LOCK_EX) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != 4)
                throw new Win32Exception(error);
        }
    }

    public void Signal()
    {
        if (flock(_descriptor, LOCK_UN) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Forget()
    {
        if (Unlink(_name) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    protected override void DisposeManaged()
    {
        {|LOCK3007:Forget()|};
    }

    protected override void DisposeNative()
    {
        close(_descriptor);
    }
}
