// 1 says only that it will not wait.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace BareOnes
{
    public class Sampler
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        public bool TrySample(SafeFileHandle file, Action<SafeFileHandle> sample)
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(file, {|LOCK1002:1|}, 0, uint.MaxValue, uint.MaxValue, ref o))
            {
                int error = Marshal.GetLastWin32Error();
                return error == 33 ? false : throw new Win32Exception(error);
            }

            try
            {
                sample(file);
                return true;
            }
            finally
            {
                o = new NativeOverlapped();
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
            }
        }
    }
}
