// The guard owns the handle in a private field, and its Dispose only closes it.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Singleton;

public sealed class GatewayLock : IDisposable
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle h, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped o);

    private readonly SafeFileHandle _handle;

    public GatewayLock(string path)
    {
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped o = default;
        if (!{|LOCK3006:LockFileEx(_handle, 3, 0, uint.MaxValue, uint.MaxValue, ref o)|})
        {
            int error = Marshal.GetLastPInvokeError();
            _handle.Dispose();
            throw new Win32Exception(error);
        }
    }

    public void Dispose() => _handle.Dispose();
}
