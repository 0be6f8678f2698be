using System.Runtime.InteropServices;

namespace FileLocking.Native;

/// <summary>Files on macOS: <c>fstat(2)</c> and <c>fstatfs(2)</c> with 64-bit inodes.</summary>
internal sealed unsafe partial class MacOSHost() : UnixHost(OpenFlags.MacOS(RuntimeInformation.ProcessArchitecture))
{
    private const uint LocalFileSystem = 0x1000;

    // Intel Macs keep the 32-bit inode calls under the plain names; Apple's arm64 never had them.
    private static readonly bool SuffixedNames = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary><c>RLIMIT_NPROC</c>.</summary>
    protected override int ThreadLimitNumber => 7;

    public override bool IsNetwork(nint handle)
    {
        StatFs information;
        var result = SuffixedNames ? fstatfs_inode64((int)handle, &information) : fstatfs((int)handle, &information);
        return result == 0 && (information.Flags & LocalFileSystem) == 0;
    }

    /// <summary>macOS does not tell who holds a lock.</summary>
    public override IReadOnlyList<FileLockHolder> FindHolders(FileIdentity identity) => [];

    public override int Identify(nint handle, out FileIdentity identity)
    {
        StatBuffer information;
        var result = SuffixedNames ? fstat_inode64((int)handle, &information) : fstat((int)handle, &information);
        return Read(result, information, out identity);
    }

    public override int Identify(byte[] path, bool followLinks, out FileIdentity identity)
    {
        StatBuffer information;
        fixed (byte* name = path)
        {
            var result = (followLinks, SuffixedNames) switch
            {
                (true, true) => stat_inode64(name, &information),
                (true, false) => stat(name, &information),
                (false, true) => lstat_inode64(name, &information),
                (false, false) => lstat(name, &information),
            };
            return Read(result, information, out identity);
        }
    }

    private static int Read(int result, in StatBuffer information, out FileIdentity identity)
    {
        identity = default;
        if (result != 0)
        {
            return Marshal.GetLastSystemError();
        }

        identity = new((uint)information.Device, information.Inode);
        return IsRegular(information.Mode) ? 0 : IHost.NotRegular;
    }

    [LibraryImport("libc")]
    private static partial int fstat(int fd, StatBuffer* information);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64")]
    private static partial int fstat_inode64(int fd, StatBuffer* information);

    [LibraryImport("libc")]
    private static partial int stat(byte* path, StatBuffer* information);

    [LibraryImport("libc", EntryPoint = "stat$INODE64")]
    private static partial int stat_inode64(byte* path, StatBuffer* information);

    [LibraryImport("libc")]
    private static partial int lstat(byte* path, StatBuffer* information);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64")]
    private static partial int lstat_inode64(byte* path, StatBuffer* information);

    [LibraryImport("libc")]
    private static partial int fstatfs(int fd, StatFs* information);

    [LibraryImport("libc", EntryPoint = "fstatfs$INODE64")]
    private static partial int fstatfs_inode64(int fd, StatFs* information);

    /// <summary><c>struct stat</c> of <c>sys/stat.h</c>, as far as it is read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    internal struct StatBuffer
    {
        [FieldOffset(0)]
        public int Device;

        [FieldOffset(4)]
        public ushort Mode;

        [FieldOffset(8)]
        public ulong Inode;
    }

    /// <summary><c>struct statfs</c> of <c>sys/mount.h</c>, as far as it is read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 2168)]
    internal struct StatFs
    {
        [FieldOffset(64)]
        public uint Flags;
    }
}
