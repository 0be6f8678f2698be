// The fcntl numbers and the struct of each system, named for it; flock's numbers are the same everywhere.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1005
{
    internal static class Linux
    {
        internal const int F_SETLK = 6, F_SETLKW = 7, F_OFD_SETLK = 37;
        internal const short F_RDLCK = 0, F_WRLCK = 1, F_UNLCK = 2;
        internal const int EAGAIN = 11, EDEADLK = 35;

        [StructLayout(LayoutKind.Sequential)]
        internal struct Flock
        {
            internal short l_type, l_whence;
            internal long l_start, l_len;
            internal int l_pid;
        }

        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        internal static extern int Fcntl(int fd, int cmd, ref Flock arg);
    }

    internal static class MacOS
    {
        internal const int F_SETLK = 8, F_SETLKW = 9, F_OFD_SETLK = 90;
        internal const short F_RDLCK = 1, F_UNLCK = 2, F_WRLCK = 3;
        internal const int EAGAIN = 35, EDEADLK = 11;

        [StructLayout(LayoutKind.Sequential)]
        internal struct Flock
        {
            internal long l_start, l_len;
            internal int l_pid;
            internal short l_type, l_whence;
        }

        // fcntl is variadic: on Apple's arm64 the third argument goes on the stack, past six register arguments.
        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        internal static extern int Fcntl(int fd, int cmd, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, ref Flock arg);

        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        internal static extern int FcntlX64(int fd, int cmd, ref Flock arg);
    }

    public static class Regions
    {
        public static bool TryWhole(int fd)
        {
            int rc;
            if (OperatingSystem.IsMacOS())
            {
                var whole = new MacOS.Flock { l_type = MacOS.F_WRLCK };
                rc = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                    ? MacOS.Fcntl(fd, MacOS.F_SETLK, 0, 0, 0, 0, 0, 0, ref whole)
                    : MacOS.FcntlX64(fd, MacOS.F_SETLK, ref whole);
            }
            else
            {
                var whole = new Linux.Flock { l_type = Linux.F_WRLCK };
                rc = Linux.Fcntl(fd, Linux.F_SETLK, ref whole);
            }

            if (rc == 0)
                return true;

            int errno = Marshal.GetLastPInvokeError();
            int refused = OperatingSystem.IsMacOS() ? MacOS.EAGAIN : Linux.EAGAIN;
            if (errno == refused || errno == 13)
                return false;
            throw new IOException("fcntl", errno);
        }
    }
}
