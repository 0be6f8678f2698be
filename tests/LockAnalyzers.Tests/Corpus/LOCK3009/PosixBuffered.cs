// flock is released while the text sits in the StreamWriter.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PosixBuffers
{
    public sealed class PosixBuffers : IDisposable
    {
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        private readonly FileStream stream;
        private readonly TextWriter writer;

        public PosixBuffers(SafeFileHandle opened)
        {
            stream = new FileStream(opened, FileAccess.ReadWrite);
            writer = new StreamWriter(stream, Encoding.ASCII, 512);
        }

        public void Line(string text)
        {
            while (flock((int)stream.SafeFileHandle.DangerousGetHandle(), LOCK_EX) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }

            try
            {
                writer.WriteLine(text);
            }
            finally
            {
                {|LOCK3009:flock((int)stream.SafeFileHandle.DangerousGetHandle(), LOCK_UN)|};
            }
        }

        public void Dispose() => writer.Dispose();
    }
}
