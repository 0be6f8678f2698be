// A one-byte lock at 2^62, beyond any data: others may read the content while it is held, and the content is rewritten under it.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2004
{
    internal sealed class ByteBeyondTheData
    {
        private const long LockOffset = 1L << 62;

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

        internal void Rewrite(FileStream file, byte[] content)
        {
            var at = At(LockOffset);
            if (!LockFileEx(file.SafeFileHandle, LockFlags.Exclusive, 0, 1, 0, ref at))
                throw new Win32Exception(Marshal.GetLastPInvokeError());

            try
            {
                file.SetLength(content.Length);
                RandomAccess.Write(file.SafeFileHandle, content, 0);
            }
            finally
            {
                at = At(LockOffset);
                UnlockFileEx(file.SafeFileHandle, 0, 1, 0, ref at);
            }
        }

        internal static void RewritePortably(FileStream file, Action<FileStream> write)
        {
            file.Lock(LockOffset, 1);
            try
            {
                write(file);
                file.Flush();
            }
            finally
            {
                file.Unlock(LockOffset, 1);
            }
        }

        private static NativeOverlapped At(long offset) => new()
        {
            OffsetLow = unchecked((int)(offset & 0xFFFF_FFFF)),
            OffsetHigh = (int)(offset >> 32),
        };
    }
}
