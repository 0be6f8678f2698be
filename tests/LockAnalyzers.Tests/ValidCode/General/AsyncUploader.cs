// Held across awaits, released whatever they throw.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Uploads
{
    public sealed class AsyncUploader
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

        private const uint Exclusive = 2;

        private readonly Func<ReadOnlyMemory<byte>, CancellationToken, Task> _send;

        public AsyncUploader(Func<ReadOnlyMemory<byte>, CancellationToken, Task> send) => _send = send;

        public async Task<long> DrainAsync(FileStream spool, CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            Lock(spool);
            try
            {
                long sent = 0;
                var buffer = new byte[8192];
                int n;
                while ((n = await spool.ReadAsync(buffer, token).ConfigureAwait(false)) > 0)
                {
                    await _send(buffer.AsMemory(0, n), token).ConfigureAwait(false);
                    sent += n;
                }

                spool.SetLength(0);
                await spool.FlushAsync(token).ConfigureAwait(false);
                return sent;
            }
            finally
            {
                Unlock(spool);
            }
        }

        private static void Lock(FileStream spool)
        {
            OVERLAPPED zero = default;
            if (!LockFileEx(spool.SafeFileHandle, Exclusive, 0, uint.MaxValue, uint.MaxValue, ref zero))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        private static void Unlock(FileStream spool)
        {
            OVERLAPPED zero = default;
            if (!UnlockFileEx(spool.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref zero))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
