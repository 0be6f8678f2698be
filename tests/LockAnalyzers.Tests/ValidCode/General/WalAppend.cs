// Right: unbuffered writes under the lock, synced, released in the finally.
using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Hashing.Local;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace System.IO.Hashing.Local
{
    internal static class Checksum
    {
        public static uint Of(ReadOnlySpan<byte> data)
        {
            uint sum = 2166136261;
            foreach (byte b in data)
                sum = unchecked((sum ^ b) * 16777619);
            return sum;
        }
    }
}

namespace ValidCode.General
{
    public sealed class WriteAheadLog : IDisposable
    {
        [DllImport("libc", SetLastError = true)]
        private static extern int flock(SafeFileHandle fd, int op);

        private readonly SafeFileHandle _file;

        public WriteAheadLog(string path) =>
            _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        public long Append(ReadOnlySpan<byte> payload)
        {
            Span<byte> frame = stackalloc byte[8];
            BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum.Of(payload));

            if (flock(_file, 2) != 0)
                throw new IOException($"flock: {Marshal.GetLastPInvokeError()}");
            try
            {
                long at = RandomAccess.GetLength(_file);
                RandomAccess.Write(_file, frame, at);
                RandomAccess.Write(_file, payload, at + frame.Length);
                RandomAccess.FlushToDisk(_file);
                return at;
            }
            finally
            {
                flock(_file, 8);
            }
        }

        public void Dispose() => _file.Dispose();
    }
}
