// Right: both platforms lock exclusively, fail at once and release explicitly.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003;

public sealed class DirectoryGuard : IDisposable
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle h, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle h, uint reserved, uint low, uint high, ref NativeOverlapped o);
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    private readonly SafeFileHandle _file;

    public DirectoryGuard(string directory)
    {
        SafeFileHandle file = File.OpenHandle(Path.Combine(directory, ".guard"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        bool ok;
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped o = default;
            ok = LockFileEx(file, 3, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
        else
        {
            ok = flock(file, 2 | 4) == 0;
        }

        if (!ok)
        {
            int code = Marshal.GetLastPInvokeError();
            file.Dispose();
            throw new IOException($"'{directory}' is used by another process ({code}).");
        }
        _file = file;
    }

    public void Dispose()
    {
        if (_file.IsClosed)
            return;
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped o = default;
            UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
        else
        {
            flock(_file, 8);
        }
        _file.Dispose();
    }
}
