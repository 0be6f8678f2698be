// "1 = lock immediately": the flag only refuses to wait, it does not exclude; flock on the other side both excludes and waits.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Containers.Storage
{
    public sealed class SideFile : IDisposable
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);
        [DllImport("libc", SetLastError = true)]
        private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string pathname, int flags, uint mode);

        [DllImport("libc", SetLastError = true)]
        private static extern int close(int fd);

        private const int O_RDWR = 2, O_CREAT = 0x40, O_CLOEXEC = 0x80000;

        private SafeFileHandle? _held;

        public void Take(string directory)
        {
            var path = Path.Combine(directory, ".side");
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
                var overlapped = default(NativeOverlapped);
                // 1 = lock immediately
                if (!LockFileEx(file, {|LOCK1001:{|LOCK1003:1|}|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                {
                    var error = Marshal.GetLastWin32Error();
                    file.Dispose();
                    throw new IOException("Cannot lock " + path, error);
                }
                _held = file;
            }
            else
            {
                var fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0x1B6);
                if (fd < 0)
                    throw new IOException("Cannot open " + path, Marshal.GetLastWin32Error());
                while (flock(fd, LOCK_EX) != 0)
                {
                    var errno = Marshal.GetLastWin32Error();
                    if (errno == 4)
                        continue;
                    close(fd);
                    throw new IOException("Cannot lock " + path, errno);
                }
                _held = new SafeFileHandle(fd, ownsHandle: true);
            }
        }

        public void Dispose()
        {
            var held = _held;
            _held = null;
            if (held == null)
                return;
            if (OperatingSystem.IsWindows())
            {
                var overlapped = default(NativeOverlapped);
                UnlockFileEx(held, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
            }
            held.Dispose();
        }
    }
}
