// The descriptor is opened, locked, used and closed by one method: closing it releases the flock on every path.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Owned
{
    internal static class OwnedDescriptor
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

        private const int O_RDWR = 0x2;
        private const int O_CREAT = 0x40;
        private const int O_CLOEXEC = 0x80000;
        private const int EINTR = 4;

        internal static int Increment(string path)
        {
            using SafeFileHandle file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0b110_100_100);
            if (file.IsInvalid)
                throw new IOException($"open '{path}'", Marshal.GetLastPInvokeError());

            Retry(file, FlockOperation.Exclusive);

            Span<byte> bytes = stackalloc byte[sizeof(int)];
            int read = RandomAccess.Read(file, bytes, 0);
            int value = read == sizeof(int) ? BitConverter.ToInt32(bytes) + 1 : 1;
            BitConverter.TryWriteBytes(bytes, value);
            RandomAccess.Write(file, bytes, 0);
            return value;
        }

        private static void Retry(SafeFileHandle file, FlockOperation operation)
        {
            while (true)
            {
                if (flock(file, operation) == 0)
                    return;
                int errno = Marshal.GetLastPInvokeError();
                if (errno is not EINTR)
                    throw new IOException("flock", errno);
            }
        }
    }
}
