// The try begins one statement too late.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Gaps
{
    public class ManifestUpdater
    {
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        private readonly int fd;

        public ManifestUpdater(int fd) { this.fd = fd; }

        public int Update(string manifestPath, Func<string, int> apply)
        {
            while ({|LOCK3002:flock(fd, LOCK_EX)|} != 0)
            {
                int errno = Marshal.GetLastWin32Error();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }

            string manifest = File.ReadAllText(manifestPath);
            try
            {
                return apply(manifest);
            }
            finally
            {
                flock(fd, LOCK_UN);
            }
        }
    }
}
