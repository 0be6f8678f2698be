// open(2) into a SafeFileHandle that nobody disposes when flock says no.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SafeDescriptors
{
    internal sealed class SafeDescriptor
    {
        [DllImport("libc", SetLastError = true)]
        private static extern int flock(SafeFileHandle fd, FlockOperation operation);

        [Flags]
        private enum FlockOperation
        {
            Shared = 1,
            Exclusive = 2,
            NonBlocking = 4,
            Unlock = 8,
        }

        [DllImport("libc", SetLastError = true)]
        private static extern SafeFileHandle open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

        internal static SafeFileHandle Take(string path)
        {
            var file = open(path, 0x2 | 0x40 | 0x80000, 0x180);
            if (file.IsInvalid)
                throw new IOException("open " + path, Marshal.GetLastPInvokeError());

            while ({|LOCK3004:flock(file, FlockOperation.Exclusive)|} == -1)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno == 4)
                    continue;
                throw new IOException("flock " + path, errno);
            }

            return file;
        }
    }
}
