// A refused LockFileEx throws while the handle just opened stays open.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Containers.Layers;

public sealed class LayerLock : IDisposable
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint low, uint high, ref NativeOverlapped ov);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint low, uint high, ref NativeOverlapped ov);

    private readonly SafeFileHandle _handle;
    private LayerLock(SafeFileHandle handle) => _handle = handle;

    public static LayerLock Take(string path)
    {
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped ov = default;
        if (!{|LOCK3004:LockFileEx(handle, 2, 0, uint.MaxValue, uint.MaxValue, ref ov)|})
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        return new LayerLock(handle);
    }

    public void Dispose()
    {
        NativeOverlapped ov = default;
        UnlockFileEx(_handle, 0, uint.MaxValue, uint.MaxValue, ref ov);
        _handle.Dispose();
    }
}
