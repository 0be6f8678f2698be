using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerTool;

/// <summary>The C library, with the numbers that Linux gives its flags; the tool is not built for macOS.</summary>
internal static class Libc
{
    internal const int O_RDWR = 0x2;
    internal const int O_CREAT = 0x40;
    internal const int O_CLOEXEC = 0x80000;
    internal const int OwnerReadWriteOthersRead = 0b110_100_100;

    internal const int LOCK_EX = 2;
    internal const int LOCK_UN = 8;

    internal const int EINTR = 4;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    internal static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static extern int Flock(SafeFileHandle file, int operation);
}
