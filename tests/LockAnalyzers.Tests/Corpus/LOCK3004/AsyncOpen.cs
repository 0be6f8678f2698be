// Opened, refused, awaited, forgotten.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace AsyncOpening;

public sealed class AsyncOpener
{
    [StructLayout(LayoutKind.Sequential)]
    private struct OVERLAPPED
    {
        public UIntPtr Internal;
        public UIntPtr InternalHigh;
        public uint Offset;
        public uint OffsetHigh;
        public IntPtr hEvent;
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeHandle hFile, uint dwFlags, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeHandle hFile, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    public async Task<FileStream?> OpenAsync(string path, TimeSpan delay, CancellationToken token)
    {
        await Task.Delay(delay, token);

        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        OVERLAPPED o = default;
        if (!{|LOCK3004:LockFileEx(file.SafeFileHandle, 2 | 1, 0, uint.MaxValue, uint.MaxValue, ref o)|})
        {
            int error = Marshal.GetLastPInvokeError();
            return error == 33 ? null : throw new Win32Exception(error);
        }

        return file;
    }

    public void Close(FileStream file)
    {
        OVERLAPPED o = default;
        UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref o);
        file.Dispose();
    }
}
