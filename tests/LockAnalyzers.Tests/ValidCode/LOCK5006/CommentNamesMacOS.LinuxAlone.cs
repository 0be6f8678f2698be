// The comment says that macOS does not run the function.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5006.Comments;

internal static class RecordLocks
{
    private const int F_SETLK = 6;
    private const short F_WRLCK = 1;

    // Linux and Android. Not macOS, which has other numbers.
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
        return fcntl(file.SafeFileHandle, F_SETLK, ref record) == 0;
    }
}
