// The same in an async method.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Asynchronous
{
    public class Mirror
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        public async Task CopyAsync(FileStream from, Stream to, CancellationToken token)
        {
            try
            {
                Obtain(from);
                await from.CopyToAsync(to, token);
            }
            finally
            {
                Give(from);
            }
        }

        public async Task MoveAsync(FileStream from, Stream to, CancellationToken token)
        {
            try
            {
                var start = new NativeOverlapped();
                if (!{|LOCK3003:LockFileEx(from.SafeFileHandle, 2 | 1, 0, uint.MaxValue, uint.MaxValue, ref start)|})
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                await from.CopyToAsync(to, token);
                from.SetLength(0);
            }
            finally
            {
                var start = new NativeOverlapped();
                UnlockFileEx(from.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref start);
            }
        }

        private static void Obtain(Stream s)
        {
            if (!s.CanRead)
                throw new NotSupportedException();
        }

        private static void Give(Stream s) => s.Flush();
    }
}
