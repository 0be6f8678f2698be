// The flag that is taken away again is the one for not waiting; the exclusive one stays.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001
{
    public class AuditTrail
    {
        [Flags]
        private enum LockFlags : uint
        {
            None = 0,
            FailImmediately = 1,
            Exclusive = 2,
        }

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

        private readonly FileStream stream;

        public AuditTrail(FileStream stream)
        {
            this.stream = stream;
        }

        public void Append(IEnumerable<string> entries)
        {
            LockFlags mode = LockFlags.FailImmediately | LockFlags.Exclusive;
            mode &= ~LockFlags.FailImmediately;     // entries must not get lost

            NativeOverlapped whole = new NativeOverlapped();
            if (!LockFileEx(stream.SafeFileHandle, mode, 0, 0xffffffff, 0xffffffff, ref whole))
                throw new Win32Exception(Marshal.GetLastWin32Error());

            try
            {
                stream.Seek(0, SeekOrigin.End);
                using (var writer = new StreamWriter(stream, Encoding.UTF8, 1024, leaveOpen: true))
                {
                    foreach (string entry in entries)
                        writer.WriteLine(entry);
                }
                stream.Flush();
            }
            finally
            {
                whole = new NativeOverlapped();
                UnlockFileEx(stream.SafeFileHandle, 0, 0xffffffff, 0xffffffff, ref whole);
            }
        }
    }
}
