// Named arguments in two orders, and the same halves.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2001;

public sealed class Named
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

    public void Do(SafeFileHandle file, Action body)
    {
        OVERLAPPED zero = default;
        if (!LockFileEx(hFile: file, dwFlags: 2, dwReserved: 0, bytesHigh: uint.MaxValue, bytesLow: uint.MaxValue, lpOverlapped: ref zero))
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        try
        {
            body();
        }
        finally
        {
            zero = default;
            UnlockFileEx(bytesHigh: uint.MaxValue, bytesLow: uint.MaxValue, dwReserved: 0, hFile: file, lpOverlapped: ref zero);
        }
    }
}
