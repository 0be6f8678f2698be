// Unlocked in the try, and once more in its finally.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Twice
{
    internal sealed class Twice
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

        internal void Copy(FileStream source, Stream target)
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(source.SafeFileHandle, LockFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastPInvokeError());

            try
            {
                source.CopyTo(target);
                o = new NativeOverlapped();
                UnlockFileEx(source.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref o);
            }
            finally
            {
                o = new NativeOverlapped();
                {|LOCK3008:UnlockFileEx(source.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref o)|};
            }
        }
    }
}
