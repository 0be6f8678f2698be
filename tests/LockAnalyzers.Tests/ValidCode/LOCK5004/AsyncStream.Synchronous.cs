// The stream is synchronous: the call waits until it has the lock.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5004;

internal static class SpoolFile
{
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

    [DllImport("kernel32", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    public static void Update(string path, Action<FileStream> update)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 4096, useAsync: false);
        var overlapped = new NativeOverlapped();
        if (!LockFileEx(file.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
        try
        {
            update(file);
            file.Flush();
        }
        finally
        {
            UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
        }
    }
}
