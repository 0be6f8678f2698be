// A factory hands the held file to its caller and keeps nothing when it fails.
using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Handles;

public sealed class HeldFile : IDisposable
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private FileStream? _stream;

    private HeldFile(FileStream stream) => _stream = stream;

    public static HeldFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped ov = default;
        if (!LockFileEx(stream.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov))
        {
            int error = Marshal.GetLastPInvokeError();
            stream.Dispose();
            throw new Win32Exception(error);
        }

        return new HeldFile(stream);
    }

    public static bool TryOpen(string path, [NotNullWhen(true)] out HeldFile? held)
    {
        held = null;
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            NativeOverlapped ov = default;
            if (LockFileEx(stream.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov))
            {
                held = new HeldFile(stream);
                return true;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error != 33)
                throw new Win32Exception(error);
            return false;
        }
        finally
        {
            if (held is null)
                stream.Dispose();
        }
    }

    public void Dispose()
    {
        var stream = Interlocked.Exchange(ref _stream, null);
        if (stream is null)
            return;
        NativeOverlapped ov = default;
        UnlockFileEx(stream.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref ov);
        stream.Dispose();
    }
}
