// The stream's using statement is all that ends the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Serial.Numbers
{
    public class SerialNumbers
    {
        const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        static extern bool LockFileEx(SafeHandle hFile, uint dwFlags, uint dwReserved, uint nLow, uint nHigh, [In] ref NativeOverlapped lpOverlapped);

        public int Next(string file)
        {
            using (FileStream stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                NativeOverlapped overlapped = default;
                if (!{|LOCK3006:LockFileEx(stream.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref overlapped)|})
                {
                    throw new IOException("LockFileEx", Marshal.GetLastWin32Error());
                }

                int next = stream.ReadByte() + 1;
                stream.Position = 0;
                stream.WriteByte((byte)next);
                stream.Flush();
                return next;
            }
        }
    }
}
