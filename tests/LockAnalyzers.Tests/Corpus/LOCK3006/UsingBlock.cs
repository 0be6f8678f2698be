// A using statement around everything.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Blocks
{
    static class Blocks
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

        public static int Merge(string path, Func<SafeFileHandle, int> merge)
        {
            using (SafeFileHandle h = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                NativeOverlapped whole = default;
                bool ok = {|LOCK3006:LockFileEx(h, LockFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref whole)|};
                if (!ok)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                return merge(h);
            }
        }
    }
}
