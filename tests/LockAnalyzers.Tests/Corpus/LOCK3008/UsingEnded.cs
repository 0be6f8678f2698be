// The using block of the handle ends before the unlock.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Ended;

public static class Ended
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

    public static long MeasureAndClose(SafeFileHandle file)
    {
        OVERLAPPED o = default;
        if (!LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        try
        {
            using (file)
            {
                return RandomAccess.GetLength(file);
            }
        }
        finally
        {
            o = default;
            {|LOCK3008:UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o)|};
        }
    }
}
