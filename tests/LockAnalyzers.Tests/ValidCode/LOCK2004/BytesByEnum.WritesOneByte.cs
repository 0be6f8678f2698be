// One byte is locked, and that byte is written.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2004
{
    static class Arrays
    {
        [Flags]
        private enum LockFlags : uint
        {
            None = 0,
            FailImmediately = 1,
            Exclusive = 2,
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        public static void Replace(FileStream file)
        {
            NativeOverlapped o = default;
            if (!LockFileEx(file.SafeFileHandle, LockFlags.Exclusive, 0, 1, 0, ref o))
                throw new Win32Exception(Marshal.GetLastPInvokeError());

            try
            {
                file.Position = 0;
                file.WriteByte(0);
                file.Flush();
            }
            finally
            {
                o = default;
                UnlockFileEx(file.SafeFileHandle, 0, 1, 0, ref o);
            }
        }
    }
}
