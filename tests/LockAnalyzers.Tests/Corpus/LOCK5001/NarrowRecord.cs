// The range of the lock record has 32 bits, so that the system finds it elsewhere.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Records32
{
    internal static class Records
    {
        [StructLayout(LayoutKind.Sequential)]
        internal struct {|LOCK5001:flock|}
        {
            internal short Type, Whence;
            internal int Start, Length;
            internal int ProcessId;
        }

        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        internal static extern int SetLock(SafeFileHandle file, int command, ref flock record);
    }
}
