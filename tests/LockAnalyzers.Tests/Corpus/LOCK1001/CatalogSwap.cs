// Replaces the locked file by a move over its path.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Catalogs;

public sealed class Catalog
{
    [StructLayout(LayoutKind.Sequential)]
    private struct OVERLAPPED
    {
        public UIntPtr Internal;
        public UIntPtr InternalHigh;
        public uint Offset;
        public uint OffsetHigh;
        public IntPtr hEvent;
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeHandle hFile, uint dwFlags, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeHandle hFile, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    private readonly string _path;

    public Catalog(string path) => _path = path;

    public void Replace(string prepared)
    {
        using var current = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        OVERLAPPED region = new OVERLAPPED { Offset = 0, OffsetHigh = 0 };
        bool taken = LockFileEx(current.SafeFileHandle, {|LOCK1001:0x1|}, 0, uint.MaxValue, uint.MaxValue, ref region);
        if (!taken)
            throw new Win32Exception(Marshal.GetLastWin32Error());
        try
        {
            File.Move(prepared, _path, overwrite: true);
        }
        finally
        {
            region = new OVERLAPPED();
            UnlockFileEx(current.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref region);
        }
    }
}
