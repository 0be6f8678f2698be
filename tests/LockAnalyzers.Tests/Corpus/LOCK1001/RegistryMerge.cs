// Two paths meet before the call; neither turned the exclusive bit on.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Merging
{
    internal class RegistryMerge
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
        private const uint Nothing = 0;

        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        internal async Task MergeAsync(FileStream registry, ReadOnlyMemory<byte> block, bool fast)
        {
            uint flags;
            if (fast)
            {
                flags = LOCKFILE_FAIL_IMMEDIATELY;
            }
            else
            {
                flags = Nothing;
            }

            var lockAt = new NativeOverlapped();
            if (!LockFileEx(registry.SafeFileHandle, {|LOCK1001:flags|}, 0, uint.MaxValue, uint.MaxValue, ref lockAt))
                throw new Win32Exception(Marshal.GetLastWin32Error());

            try
            {
                await registry.WriteAsync(block).ConfigureAwait(false);
                await registry.FlushAsync().ConfigureAwait(false);
            }
            finally
            {
                var unlockAt = new NativeOverlapped();
                UnlockFileEx(registry.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref unlockAt);
            }
        }
    }
}
