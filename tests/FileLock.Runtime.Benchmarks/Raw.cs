using System.Runtime.InteropServices;

namespace FileLocking.Benchmarks;

/// <summary>The system's calls and nothing else: what the library is measured against. Linux on x64.</summary>
internal static unsafe partial class Raw
{
    public const int Exclusive = 2;
    public const int NonBlocking = 4;
    public const int Unlock = 8;
    private const int ReadWriteCreateCloseOnExec = 2 | 0x40 | 0x80000;

    public static int Open(byte[] path)
    {
        fixed (byte* name = path)
        {
            return open(name, ReadWriteCreateCloseOnExec, 0x1B6);
        }
    }

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc")]
    public static partial int flock(int fd, int operation);
}
