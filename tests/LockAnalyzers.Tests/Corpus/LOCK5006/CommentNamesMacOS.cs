// The comment says that macOS runs the function, which has other numbers and another record there.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pages;

internal static class RecordLocks
{
    private const int F_SETLK = 6;
    private const short F_WRLCK = 1;

    // Unix (Linux, macOS, Android)
    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(SafeFileHandle file, int command, ref Record record);

    private struct Record
    {
        public short l_type, l_whence;
        public long l_start, l_len;
        public int l_pid;
    }

    public static bool TryTake(FileStream file)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        var record = new Record { l_type = F_WRLCK };
        return {|LOCK5006:fcntl(file.SafeFileHandle, F_SETLK, ref record)|} == 0;
    }
}
