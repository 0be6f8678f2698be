// The shared lock lives in one type, the exclusive one in another.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001
{
    internal static class Native
    {
        internal const uint Shared = 0;
        internal const uint Exclusive = 2;

        [DllImport("kernel32.dll", SetLastError = true)]
        internal static extern bool LockFileEx(SafeFileHandle h, uint f, uint r, uint lo, uint hi, ref NativeOverlapped o);

        [DllImport("kernel32.dll", SetLastError = true)]
        internal static extern bool UnlockFileEx(SafeFileHandle h, uint r, uint lo, uint hi, ref NativeOverlapped o);

        internal static void Free(SafeFileHandle h)
        {
            var o = new NativeOverlapped();
            if (!UnlockFileEx(h, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }

    /// <summary>Many visitors at a time.</summary>
    internal sealed class VisitorGuard : IDisposable
    {
        private readonly SafeFileHandle _archive;

        internal VisitorGuard(SafeFileHandle archive)
        {
            var o = new NativeOverlapped();
            if (!Native.LockFileEx(archive, Native.Shared, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            _archive = archive;
        }

        public void Dispose() => Native.Free(_archive);
    }

    /// <summary>One curator, no visitors.</summary>
    internal sealed class CuratorGuard : IDisposable
    {
        private readonly SafeFileHandle _archive;

        internal CuratorGuard(SafeFileHandle archive)
        {
            var o = new NativeOverlapped();
            if (!Native.LockFileEx(archive, Native.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            _archive = archive;
        }

        public void Dispose() => Native.Free(_archive);
    }
}
