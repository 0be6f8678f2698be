// A deliberate reader that leaves the release to the close.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Readers
{
    public class SharedReader
    {
        private const uint LockShared = 0;

        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        public byte[] ReadAll(string path)
        {
            using (FileStream input = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            {
                NativeOverlapped from = new NativeOverlapped();
                if (!{|LOCK3006:LockFileEx(input.SafeFileHandle, LockShared, 0, uint.MaxValue, uint.MaxValue, ref from)|})
                    throw new Win32Exception(Marshal.GetLastWin32Error());

                byte[] all = new byte[input.Length];
                input.ReadExactly(all, 0, all.Length);
                return all;
            }
        }
    }
}
