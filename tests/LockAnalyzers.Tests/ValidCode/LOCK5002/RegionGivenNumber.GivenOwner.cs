// The region keeps the stream beside its raw handle.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK5002.Owned;

public static class Regions
{
    public static Region Of(FileStream data, long length) =>
        new Region(data.SafeFileHandle.DangerousGetHandle(), data, length);

    public sealed class Region : IDisposable
    {
        private readonly IntPtr _file;
        private readonly uint _low, _high;
        private readonly FileStream _owner;

        internal Region(IntPtr file, FileStream owner, long length)
        {
            _file = file;
            (_low, _high) = ((uint)length, (uint)(length >> 32));
            _owner = owner;
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
