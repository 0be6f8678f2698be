// Leave deletes the file that Enter locked, swallowing errors.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Gems.Install
{
    public class GemLock
    {
        [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string p, int f, int m);
        [DllImport("libc", SetLastError = true)] static extern int lockf(int fd, int cmd, long len);
        [DllImport("libc", SetLastError = true)] static extern int close(int fd);

        readonly string name;
        int fd = -1;

        public GemLock(string name) { this.name = name; }

        public void Enter()
        {
            int d = open(name, 0x80042, 0x1B6);
            if (d < 0) throw new IOException("open " + name);
            if (lockf(d, 1, 0) != 0)
            {
                close(d);
                throw new IOException("lockf " + name);
            }
            fd = d;
        }

        public void Leave()
        {
            lockf(fd, 0, 0);
            close(fd);
            fd = -1;
            try
            {
                {|LOCK3007:File.Delete(name)|};
            }
            catch (IOException)
            {
                // somebody else got it already
            }
        }
    }
}
