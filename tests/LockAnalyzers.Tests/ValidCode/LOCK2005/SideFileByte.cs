// A side file that is nothing but a lock: one byte of it is as good as all.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2005
{
    public sealed class SideFile : IDisposable
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        private readonly FileStream file;

        public SideFile(string path)
        {
            var opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            var o = new NativeOverlapped();
            if (!LockFileEx(opened.SafeFileHandle, 2, 0, 1, 0, ref o))
            {
                int error = Marshal.GetLastWin32Error();
                opened.Dispose();
                throw new Win32Exception(error);
            }

            file = opened;
        }

        public void Dispose()
        {
            var o = new NativeOverlapped();
            UnlockFileEx(file.SafeFileHandle, 0, 1, 0, ref o);
            file.Dispose();
        }
    }
}
