// An await between lock and unlock throws when the operation fails or is cancelled.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Awaiting
{
    public sealed class Replicator
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

        private readonly Func<CancellationToken, Task> _replicate;

        public Replicator(Func<CancellationToken, Task> replicate) => _replicate = replicate;

        public async Task ReplicateAsync(SafeFileHandle log, CancellationToken token)
        {
            var ov = new NativeOverlapped();
            if (!{|LOCK3002:LockFileEx(log, LockFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref ov)|})
                throw new Win32Exception(Marshal.GetLastPInvokeError());

            await _replicate(token).ConfigureAwait(false);

            var un = new NativeOverlapped();
            if (!UnlockFileEx(log, 0, uint.MaxValue, uint.MaxValue, ref un))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
