// Faults: Acquire leaves the descriptor open when refused (3004), Release deletes the pid file (3007), Signal's early return keeps the control lock (3001).
using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Mixed.PidDaemon
{
    internal static class LibC
    {
        public const int O_RDWR = 2, O_CREAT = 64, O_CLOEXEC = 524288;
        public const int LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;
        public const int EINTR = 4;

        [DllImport("libc", SetLastError = true)] public static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
        [DllImport("libc", SetLastError = true)] public static extern int close(int fd);
        [DllImport("libc", SetLastError = true)] public static extern int flock(int fd, int op);
        [DllImport("libc", SetLastError = true)] public static extern int ftruncate(int fd, long length);
        [DllImport("libc", SetLastError = true)] public static extern nint pwrite(int fd, byte[] buffer, nint count, long offset);
        [DllImport("libc", SetLastError = true)] public static extern nint pread(int fd, byte[] buffer, nint count, long offset);
    }

    public class PidFileException : Exception
    {
        public PidFileException(string message) : base(message) { }
    }

    public class PidDaemon
    {
        private readonly string pidPath;
        private readonly int controlFd;
        private int pidFd = -1;
        private int signals;

        public PidDaemon(string pidPath, int controlFd)
        {
            this.pidPath = pidPath;
            this.controlFd = controlFd;
        }

        public bool Running
        {
            get { return pidFd >= 0; }
        }

        public void Acquire()
        {
            if (pidFd >= 0)
                return;

            int fd = LibC.open(pidPath, LibC.O_RDWR | LibC.O_CREAT | LibC.O_CLOEXEC, 420);
            if (fd < 0)
                throw new PidFileException("cannot open " + pidPath);

            if ({|LOCK3004:LibC.flock(fd, LibC.LOCK_EX | LibC.LOCK_NB)|} != 0)
                throw new PidFileException(pidPath + " is held by another process");

            pidFd = fd;
            WritePid();
        }

        private void WritePid()
        {
            byte[] text = Encoding.ASCII.GetBytes(Environment.ProcessId + "\n");
            if (LibC.ftruncate(pidFd, 0) != 0 || LibC.pwrite(pidFd, text, text.Length, 0) != text.Length)
                Debug.WriteLine("pid not written: " + Marshal.GetLastPInvokeError());
        }

        public static int? Owner(string path)
        {
            int fd = LibC.open(path, LibC.O_RDWR | LibC.O_CLOEXEC, 0);
            if (fd < 0)
                return null;
            try
            {
                var buffer = new byte[16];
                nint n = LibC.pread(fd, buffer, buffer.Length, 0);
                return n > 0 && int.TryParse(Encoding.ASCII.GetString(buffer, 0, (int)n).Trim(), out int pid) ? pid : null;
            }
            finally
            {
                LibC.close(fd);
            }
        }

        public bool Signal(int number)
        {
            while ({|LOCK3001:LibC.flock(controlFd, LibC.LOCK_EX)|} != 0)
            {
                if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    throw new PidFileException("control lock");
            }

            if (number is < 1 or > 31)
                return false;

            signals |= 1 << number;
            LibC.flock(controlFd, LibC.LOCK_UN);
            return true;
        }

        public int TakeSignals()
        {
            while (LibC.flock(controlFd, LibC.LOCK_EX) != 0)
            {
                if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    throw new PidFileException("control lock");
            }
            int taken = signals;
            signals = 0;
            LibC.flock(controlFd, LibC.LOCK_UN);
            return taken;
        }

        public void Release()
        {
            if (pidFd < 0)
                return;
            LibC.flock(pidFd, LibC.LOCK_UN);
            LibC.close(pidFd);
            pidFd = -1;
            {|LOCK3007:File.Delete(pidPath)|};
        }
    }
}
