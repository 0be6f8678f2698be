// Flags 0 around nothing but reads: the counter is shown, not changed.
using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

public sealed class CounterFile
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly string path;

    public CounterFile(string path)
    {
        this.path = path;
    }

    public int Current()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        var overlapped = new NativeOverlapped();
        if (!LockFileEx(stream.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new IOException("The counter is locked.", Marshal.GetHRForLastWin32Error());
        try
        {
            Span<byte> text = stackalloc byte[16];
            int length = stream.Read(text);
            int value = length == 0 ? 0 : int.Parse(Encoding.ASCII.GetString(text[..length]), CultureInfo.InvariantCulture);
            return value;
        }
        finally
        {
            overlapped = new NativeOverlapped();
            UnlockFileEx(stream.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
        }
    }
}
