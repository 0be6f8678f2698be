// The method asks whether the lock is free, and says so by its name.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3010;

public sealed class FrontierProbe
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    private readonly string _path;

    public FrontierProbe(string path) => _path = path;

    public bool CanLock()
    {
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        return flock(file.SafeFileHandle, LOCK_EX | LOCK_NB) == 0;
    }
}
