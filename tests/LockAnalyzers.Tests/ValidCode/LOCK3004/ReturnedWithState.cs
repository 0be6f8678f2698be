// The open handle is returned in either case, together with whether it is locked.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public static class E
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    public static (SafeFileHandle File, bool Locked) Open(string path)
    {
        var fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        bool locked = flock(fd, 6) == 0;
        return (fd, locked);
    }
}
