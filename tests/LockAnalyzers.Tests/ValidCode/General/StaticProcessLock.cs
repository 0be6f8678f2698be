// Right: held for the life of the process on purpose, given back on ProcessExit.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

internal static class SingleProcess
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    private static SafeFileHandle? s_handle;

    public static bool Ensure(string path)
    {
        if (s_handle is not null)
            return true;
        SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(handle, 6) != 0)
        {
            handle.Dispose();
            return false;
        }
        s_handle = handle;
        AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
        {
            if (s_handle is { IsClosed: false } h)
            {
                flock(h, 8);
                h.Dispose();
            }
        };
        return true;
    }
}
