// The handle from the open helper is disposed in the finally; the range itself is never unlocked.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Depot.Manifest;

public static class ManifestWriter
{
    private enum Flags : int { Now = 1, Exclusive = 2, ExclusiveNow = Now | Exclusive }

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle handle, Flags flags, int reserved, int lengthLow, int lengthHigh, ref NativeOverlapped overlapped);

    public static bool TryWrite(string path, Func<SafeFileHandle, bool> write)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            NativeOverlapped overlapped = default;
            if (!{|LOCK3006:LockFileEx(handle, Flags.ExclusiveNow, 0, -1, -1, ref overlapped)|})
            {
                int error = Marshal.GetLastPInvokeError();
                return error == 33 ? false : throw new Win32Exception(error);
            }
            return write(handle);
        }
        finally
        {
            handle.Dispose();
        }
    }
}
