// Any number of running applications share the installation; an update wants it alone. Literals on both systems, the mode by a parameter.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001
{
    public sealed class InstallationLease : IDisposable
    {
        private SafeFileHandle? _file;

        private InstallationLease(SafeFileHandle file) => _file = file;

        public static InstallationLease? ForApplication(SafeFileHandle file) => TryTake(file, update: false);

        public static InstallationLease? ForUpdate(SafeFileHandle file) => TryTake(file, update: true);

        private static InstallationLease? TryTake(SafeFileHandle file, bool update)
        {
            bool taken;
            if (OperatingSystem.IsWindows())
            {
                var start = new OVERLAPPED();
                taken = LockFileEx(file, update ? 3u : 1u, 0, 0xFFFF_FFFF, 0xFFFF_FFFF, ref start);
            }
            else
            {
                do { taken = flock(file, update ? 6 : 5) == 0; }
                while (!taken && Marshal.GetLastPInvokeError() == 4);
            }

            if (taken)
                return new InstallationLease(file);

            int error = Marshal.GetLastPInvokeError();
            if (OperatingSystem.IsWindows() ? error == 33 : error is 11 or 35)
                return null;
            throw new Win32Exception(error);
        }

        public void Dispose()
        {
            var file = Interlocked.Exchange(ref _file, null);
            if (file is null)
                return;
            if (OperatingSystem.IsWindows())
            {
                var start = new OVERLAPPED();
                UnlockFileEx(file, 0, 0xFFFF_FFFF, 0xFFFF_FFFF, ref start);
            }
            else
            {
                flock(file, 8);
            }
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct OVERLAPPED { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr Event; }

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref OVERLAPPED overlapped);

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(SafeFileHandle fd, int operation);
    }
}
