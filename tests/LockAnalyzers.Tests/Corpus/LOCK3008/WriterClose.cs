// writer.Close() before the unlock of its base stream.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Closers
{
    public class Closers
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        public void Log(string path, string line)
        {
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            var writer = new StreamWriter(stream);
            var o = new NativeOverlapped();
            if (!LockFileEx(stream.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());

            try
            {
                stream.Seek(0, SeekOrigin.End);
                writer.WriteLine(line);
            }
            finally
            {
                writer.Close();
                o = new NativeOverlapped();
                {|LOCK3008:UnlockFileEx(stream.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref o)|};
            }
        }
    }
}
