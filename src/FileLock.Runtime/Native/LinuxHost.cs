using System.Globalization;
using System.Runtime.InteropServices;

namespace FileLocking.Native;

/// <summary>
/// Files on Linux: <c>statx(2)</c>, whose layout is the same on every architecture, <c>fstatfs(2)</c>, <c>/proc/locks</c>,
/// <c>/proc/PID/fdinfo</c>.
/// </summary>
internal sealed unsafe partial class LinuxHost() : UnixHost(OpenFlags.Linux(RuntimeInformation.ProcessArchitecture))
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint TypeAndInode = 0x1 | 0x100;

    /// <summary>So many open files, of all processes, are looked at for a holder: some tenths of a second's work.</summary>
    private const int MostDescriptors = 10_000;

    /// <summary><c>RLIMIT_NPROC</c>.</summary>
    protected override int ThreadLimitNumber => 6;

    public override bool IsNetwork(nint handle)
    {
        StatFs information;
        return fstatfs((int)handle, &information) == 0 && IsNetworkType((uint)information.Type);
    }

    /// <summary>
    /// Whether a file system's magic number (<c>statfs(2)</c>, <c>linux/magic.h</c>) is that of a network or user-space one.
    /// </summary>
    internal static bool IsNetworkType(uint magic) =>
        magic
            is 0x6969 // NFS
                or 0x517B
                or 0xFF534D42
                or 0xFE534D42 // SMB, CIFS, SMB2
                or 0x65735546 // FUSE: sshfs, s3fs, glusterfs and whatever else answers in user space
                or 0x01021997 // 9P: virtual machines' shared folders, WSL's Windows drives
                or 0x5346414F
                or 0x6B414653 // AFS
                or 0x00C36400 // Ceph
                or 0x0BD00BD0 // Lustre
                or 0x47504653 // GPFS
                or 0x7461636F // OCFS2
                or 0x01161970 // GFS2
                or 0x73757245 // Coda
                or 0x19830326 // BeeGFS
                or 0x786F4256; // VirtualBox shared folders

    public override IReadOnlyList<FileLockHolder> FindHolders(FileIdentity identity)
    {
        var holders = new SortedSet<int>(HoldersIn(Lines("/proc/locks"), identity));
        // Locks that belong to an open file description name nobody; whoever has that description open shows the lock there.
        if (holders.RemoveWhere(pid => pid <= 0) > 0)
        {
            holders.UnionWith(HoldersByDescriptor(identity));
        }
        return [.. holders.Select(pid => new FileLockHolder(pid, hostName: null, Lines($"/proc/{pid}/comm").FirstOrDefault()))];
    }

    /// <summary>
    /// Reads lines such as <c>1: FLOCK ADVISORY WRITE 708 08:01:1234 0 EOF</c>; those of waiters have an arrow after the number. The
    /// process is -1 for a lock of an open file description, and 0 if it is of another pid namespace.
    /// </summary>
    internal static IEnumerable<int> HoldersIn(IEnumerable<string> locks, FileIdentity identity)
    {
        var file = string.Create(
            CultureInfo.InvariantCulture,
            $"{identity.Volume >> 32:x2}:{(uint)identity.Volume:x2}:{(ulong)identity.File}"
        );
        foreach (var line in locks)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 6 && words[5] == file && int.TryParse(words[4], CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>
    /// Looks through the open files of those processes that may be looked at. What is read tells of the locks alone: to ask each file for
    /// its identity might wait for a dead file server.
    /// </summary>
    private static IEnumerable<int> HoldersByDescriptor(FileIdentity identity)
    {
        const string Lock = "lock:\t";
        var seen = 0;
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }

            foreach (var descriptor in Readable(() => Directory.GetFiles(Path.Combine(process, "fdinfo"))))
            {
                if (++seen > MostDescriptors)
                {
                    yield break;
                }

                var locks = Lines(descriptor)
                    .Where(line => line.StartsWith(Lock, StringComparison.Ordinal))
                    .Select(line => line[Lock.Length..]);
                if (!HoldersIn(locks, identity).Any())
                {
                    continue;
                }

                yield return pid;
                break;
            }
        }
    }

    private static string[] Lines(string path) => Readable(() => File.ReadAllLines(path));

    /// <summary>What there is to read: nothing, if the process is somebody else's or has ended.</summary>
    private static string[] Readable(Func<string[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public override int Identify(nint handle, out FileIdentity identity)
    {
        byte empty = 0;
        return Stat((int)handle, &empty, EmptyPath, out identity);
    }

    public override int Identify(byte[] path, bool followLinks, out FileIdentity identity)
    {
        fixed (byte* name = path)
        {
            return Stat(CurrentDirectory, name, followLinks ? 0 : NoFollow, out identity);
        }
    }

    private static int Stat(int directory, byte* path, int flags, out FileIdentity identity)
    {
        identity = default;
        Statx information;
        if (statx(directory, path, flags, TypeAndInode, &information) != 0)
        {
            return Marshal.GetLastSystemError();
        }

        identity = new(((ulong)information.DeviceMajor << 32) | information.DeviceMinor, information.Inode);
        return IsRegular(information.Mode) ? 0 : IHost.NotRegular;
    }

    [LibraryImport("libc")]
    private static partial int statx(int directory, byte* path, int flags, uint mask, Statx* information);

    [LibraryImport("libc")]
    private static partial int fstatfs(int fd, StatFs* information);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    // The type comes first, in a word; what follows is only room for the kernel to write to.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatFs
    {
        [FieldOffset(0)]
        public nint Type;
    }
}
