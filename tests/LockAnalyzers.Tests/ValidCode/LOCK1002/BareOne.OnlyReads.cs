// A bare 1, and nothing but a read under it.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1002
{
    public class Sampler
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        public bool TrySample(SafeFileHandle file, byte[] sample)
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(file, 1, 0, uint.MaxValue, uint.MaxValue, ref o))
            {
                int error = Marshal.GetLastWin32Error();
                return error == 33 ? false : throw new Win32Exception(error);
            }

            try
            {
                return RandomAccess.Read(file, sample, 0) == sample.Length;
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
            }
        }
    }
}
