// The region keeps the raw handle, and nothing in it keeps the stream that closes the handle.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Tables;

public static class Regions
{
    public static Region Of(FileStream data, long length) =>
        new Region({|LOCK5002:data.SafeFileHandle.DangerousGetHandle()|}, length);

    public sealed class Region : IDisposable
    {
        private readonly IntPtr _file;
        private readonly uint _low, _high;

        internal Region(IntPtr file, long length)
        {
            _file = file;
            (_low, _high) = ((uint)length, (uint)(length >> 32));
        }

        public void Dispose()
        {
            var at = new NativeOverlapped();
            if (!UnlockFileEx(_file, 0, _low, _high, ref at))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(IntPtr file, uint reserved, uint low, uint high, ref NativeOverlapped at);
}
