using System.Runtime.InteropServices;
using System.Text;

namespace FileLocking.Native;

/// <summary>Files as Linux and macOS agree on them: <c>open(2)</c>, <c>close(2)</c>, <c>unlink(2)</c>.</summary>
/// <remarks>
/// The framework's own opens take a flock on the descriptor and would be refused by, or refuse, the very lock that is sought.
/// </remarks>
internal abstract unsafe partial class UnixHost(UnixHost.OpenFlags numbers) : IHost
{
    public byte[] EncodePath(string path) => Encoding.UTF8.GetBytes(path + '\0');

    public int Open(byte[] path, FileAccess access, UnixFileMode permissions, bool followLinks, out nint handle)
    {
        var flags = numbers.Create | numbers.CloseOnExec | numbers.NoControllingTerminal | (followLinks ? 0 : numbers.NoFollow);
        if (access != FileAccess.Read)
        {
            return OpenDescriptor(path, flags | ReadWrite, (int)permissions, out handle);
        }

        // A FIFO planted at the path makes a reader wait for a writer; look before opening.
        handle = -1;
        return Identify(path, followLinks, out _) == IHost.NotRegular
            ? IHost.NotRegular
            : OpenDescriptor(path, flags, (int)permissions, out handle);
    }

    public void Close(nint handle) => close((int)handle);

    public OpenError Classify(int error) =>
        error switch
        {
            IHost.NotRegular => OpenError.NotRegular,
            Errno.AccessDenied or Errno.ReadOnlyFileSystem => OpenError.WriteDenied,
            Errno.NoEntry => OpenError.DirectoryMissing,
            // With O_NOFOLLOW the last component being a link is the usual reason for ELOOP.
            _ => error == numbers.Loop ? OpenError.SymbolicLink : OpenError.Failed,
        };

    public abstract int Identify(nint handle, out FileIdentity identity);

    public abstract int Identify(byte[] path, bool followLinks, out FileIdentity identity);

    public int Delete(byte[] path)
    {
        fixed (byte* name = path)
        {
            return unlink(name) == 0 ? 0 : Marshal.GetLastSystemError();
        }
    }

    public abstract bool IsNetwork(nint handle);

    public abstract IReadOnlyList<FileLockHolder> FindHolders(FileIdentity identity);

    public int? ThreadLimit
    {
        get
        {
            Limit limit;
            return getrlimit(ThreadLimitNumber, &limit) == 0 && limit.Soft < int.MaxValue ? (int)limit.Soft : null;
        }
    }

    protected abstract int ThreadLimitNumber { get; }

    public string? ResolveDirectory(string path)
    {
        fixed (byte* name = EncodePath(path))
        {
            var resolved = realpath(name, null);
            if (resolved is null)
            {
                return null;
            }
            var text = Marshal.PtrToStringUTF8((nint)resolved);
            free(resolved);
            return text;
        }
    }

    protected static bool IsRegular(int mode) => (mode & 0xF000) == 0x8000;

    private const int ReadWrite = 2;

    private int OpenDescriptor(byte[] path, int flags, int mode, out nint descriptor)
    {
        fixed (byte* name = path)
        {
            while (true)
            {
                descriptor = numbers.VariadicOnStack ? open_apple(name, flags, 0, 0, 0, 0, 0, 0, mode) : open(name, flags, mode);
                if (descriptor >= 0)
                {
                    return 0;
                }
                var error = Marshal.GetLastSystemError();
                if (error == Errno.AccessDenied && (flags & numbers.Create) != 0)
                {
                    // fs.protected_regular: O_CREAT of somebody else's file in a sticky folder that all may write to (/tmp) is denied even
                    // to root, though the file itself may be opened. If there is none, it stays a denied creation.
                    return OpenDescriptor(path, flags & ~numbers.Create, mode, out descriptor) is 0 ? 0 : error;
                }
                if (error != Errno.Interrupted)
                {
                    return error;
                }
            }
        }
    }

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    // Apple's arm64 passes variadic arguments on the stack; eight register arguments before it put the mode there.
    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int open_apple(byte* path, int flags, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, nint mode);

    // Not repeated after EINTR: Linux has closed the descriptor even then, and another thread may have been given its number.
    [LibraryImport("libc")]
    private static partial int close(int fd);

    [LibraryImport("libc")]
    private static partial int unlink(byte* path);

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, Limit* limit);

    [LibraryImport("libc")]
    private static partial byte* realpath(byte* path, byte* resolved);

    [LibraryImport("libc")]
    private static partial void free(void* memory);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary>The numbers of <c>fcntl.h</c> on one system and architecture.</summary>
    internal sealed record OpenFlags(int Create, int CloseOnExec, int NoControllingTerminal, int NoFollow, int Loop, bool VariadicOnStack)
    {
        public static OpenFlags Linux(Architecture architecture) =>
            new(
                Create: 0x40,
                CloseOnExec: 0x80000,
                NoControllingTerminal: 0x100,
                // The ARM and PowerPC ports number O_NOFOLLOW their own way.
                NoFollow: architecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le ? 0x8000 : 0x20000,
                Loop: 40,
                VariadicOnStack: false
            );

        public static OpenFlags MacOS(Architecture architecture) =>
            new(
                Create: 0x200,
                CloseOnExec: 0x1000000,
                NoControllingTerminal: 0x20000,
                NoFollow: 0x100,
                Loop: 62,
                VariadicOnStack: architecture == Architecture.Arm64
            );
    }
}
