// The length is compared with the largest uint before its low half is used.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002;

public sealed class StreamLengths
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

    public void Freeze(FileStream file)
    {
        long length = file.Length;
        if (length > uint.MaxValue)
            throw new NotSupportedException("The file is too long.");
        OVERLAPPED start = default;
        if (!LockFileEx(file.SafeFileHandle, 2, 0, (uint)length, 0, ref start))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
