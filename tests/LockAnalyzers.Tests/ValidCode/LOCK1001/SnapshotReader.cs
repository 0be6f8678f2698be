// A deliberate reader: shared, reads only, releases in finally.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

public sealed class SnapshotReader
{
    /// <summary>No flag: wait, and share the file with other readers.</summary>
    private const uint SharedLock = 0x0;

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(
        SafeFileHandle handle,
        uint flags,
        uint reserved,
        uint lengthLow,
        uint lengthHigh,
        ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(
        SafeFileHandle handle,
        uint reserved,
        uint lengthLow,
        uint lengthHigh,
        ref NativeOverlapped overlapped);

    private readonly string _path;

    public SnapshotReader(string path)
    {
        _path = path ?? throw new ArgumentNullException(nameof(path));
    }

    public byte[] ReadAll()
    {
        using var source = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        NativeOverlapped overlapped = default;
        if (!LockFileEx(source.SafeFileHandle, SharedLock, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        try
        {
            var bytes = new byte[source.Length];
            source.ReadExactly(bytes);
            return bytes;
        }
        finally
        {
            overlapped = default;
            UnlockFileEx(source.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
        }
    }
}
