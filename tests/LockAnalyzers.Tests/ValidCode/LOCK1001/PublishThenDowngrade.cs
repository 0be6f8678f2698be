// Exclusive while publishing, then downgraded in place: shared over one's own exclusive lock, and a single unlock drops the exclusive one.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

internal sealed class PublishThenDowngrade
{
    private const uint SharedMode = 0;

    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    public void Publish(FileStream index, ReadOnlySpan<byte> block, Action<FileStream> verify)
    {
        Take(index.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK);
        try
        {
            index.Write(block);
            index.Flush();

            Take(index.SafeFileHandle, SharedMode);
            Drop(index.SafeFileHandle);
            index.Position = 0;
            verify(index);
        }
        finally
        {
            Drop(index.SafeFileHandle);
        }
    }

    private static void Take(SafeFileHandle file, uint mode)
    {
        NativeOverlapped whole = default;
        if (!LockFileEx(file, mode, 0, uint.MaxValue, uint.MaxValue, ref whole))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Drop(SafeFileHandle file)
    {
        NativeOverlapped whole = default;
        if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref whole))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
