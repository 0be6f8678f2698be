// File.ReadAllLines stands in the gap between the acquire and the try whose finally releases.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Hosts.Editing
{
    internal static class HostsEditor
    {
        private const int LockExclusive = 2;
        private const int LockUnlock = 8;

        [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
        private static extern int FLock(int descriptor, int operation);

        public static void AddLine(int lockFd, string path, string line)
        {
            if ({|LOCK3002:FLock(lockFd, LockExclusive)|} == -1)
            {
                throw new IOException("flock() failed", Marshal.GetLastPInvokeError());
            }

            string[] lines = File.ReadAllLines(path);
            try
            {
                Array.Resize(ref lines, lines.Length + 1);
                lines[^1] = line;
                File.WriteAllLines(path, lines);
            }
            finally
            {
                FLock(lockFd, LockUnlock);
            }
        }
    }
}
