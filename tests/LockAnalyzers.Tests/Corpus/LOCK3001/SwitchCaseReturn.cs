// One case of the switch returns without LOCK_UN, the others fall to the unlock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Spool.Dispatch
{
    public enum Verb { Put, Drop, Peek }

    public class Dispatcher
    {
        const int LOCK_EX = 2;
        const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        static extern int flock(int fd, int operation);

        readonly int fd;
        long depth;

        public Dispatcher(int fd) { this.fd = fd; }

        public long Run(Verb verb)
        {
            if ({|LOCK3001:flock(fd, LOCK_EX)|} != 0)
                throw new IOException("flock failed: " + Marshal.GetLastWin32Error());

            switch (verb)
            {
                case Verb.Put:
                    depth++;
                    break;
                case Verb.Drop:
                    depth--;
                    break;
                case Verb.Peek:
                    return depth;
            }

            flock(fd, LOCK_UN);
            return depth;
        }
    }
}
