// Only Windows runs it and nobody shares deletion: the file cannot be deleted while anybody else has it open.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3007;

[SupportedOSPlatform("windows")]
public sealed class ServiceLock : IDisposable
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    private readonly string _lockPath;
    private readonly FileStream _file;

    public ServiceLock(string lockPath)
    {
        _lockPath = lockPath;
        var file = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped all = default;
        if (!LockFileEx(file.SafeFileHandle, 3, 0, uint.MaxValue, uint.MaxValue, ref all))
        {
            int error = Marshal.GetLastPInvokeError();
            file.Dispose();
            throw new Win32Exception(error);
        }

        _file = file;
    }

    public void Dispose()
    {
        NativeOverlapped all = default;
        UnlockFileEx(_file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref all);
        _file.Dispose();
        try
        {
            File.Delete(_lockPath);
        }
        catch (IOException)
        {
        }
    }
}
