// The range of the lock record has 64 bits.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5001.Wide
{
    internal static class Records
    {
        [StructLayout(LayoutKind.Sequential)]
        internal struct flock
        {
            internal short Type, Whence;
            internal long Start, Length;
            internal int ProcessId;
        }

        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        internal static extern int SetLock(SafeFileHandle file, int command, ref flock record);
    }
}
