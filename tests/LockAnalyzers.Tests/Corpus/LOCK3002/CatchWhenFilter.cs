// The filter lets every exception through that is not transient, and then nobody releases.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Uploads.Staging;

public class Stager
{
    private const uint LOCKFILE_EXCLUSIVE = 0x2;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint low, uint high, [In] ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint low, uint high, [In] ref NativeOverlapped overlapped);

    private readonly SafeFileHandle _index;
    public Stager(SafeFileHandle index) => _index = index;

    public bool Stage(string from, string to)
    {
        NativeOverlapped overlapped = new();
        if (!{|LOCK3002:LockFileEx(_index, LOCKFILE_EXCLUSIVE, 0, uint.MaxValue, uint.MaxValue, ref overlapped)|})
            Marshal.ThrowExceptionForHR(Marshal.GetHRForLastWin32Error());

        bool staged = true;
        try
        {
            File.Copy(from, to, overwrite: true);
        }
        catch (IOException e) when (IsTransient(e))
        {
            staged = false;
        }

        UnlockFileEx(_index, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
        return staged;
    }

    private static bool IsTransient(IOException e) => (e.HResult & 0xFFFF) is 32 or 33;
}
