using System.Runtime.InteropServices;
using FileLocking.Native;

namespace FileLocking.Tests;

/// <summary>Numbers and layouts of systems that the tests do not run on, held against their headers.</summary>
public sealed class NumbersTests
{
    [Fact]
    public void Linux_and_macOS_swap_EAGAIN_and_EDEADLK()
    {
        Assert.Equal(
            (11, 38, 95, 95),
            (Errno.Linux.Again, Errno.Linux.NotImplemented, Errno.Linux.NotSupported, Errno.Linux.OperationNotSupported)
        );
        Assert.Equal(
            (35, 78, 45, 102),
            (Errno.MacOS.Again, Errno.MacOS.NotImplemented, Errno.MacOS.NotSupported, Errno.MacOS.OperationNotSupported)
        );
        Assert.Equal(LockError.Contended, new Flock(Errno.Linux).Classify(11));
        Assert.Equal(LockError.Failed, new Flock(Errno.Linux).Classify(35));
        Assert.Equal(LockError.Contended, new Flock(Errno.MacOS).Classify(35));
        Assert.Equal(LockError.Failed, new Flock(Errno.MacOS).Classify(11));
    }

    [Fact]
    public void Open_flags_are_those_of_each_system_and_architecture()
    {
        Assert.Equal(new(0x40, 0x80000, 0x100, 0x20000, 40, false), UnixHost.OpenFlags.Linux(Architecture.X64));
        Assert.Equal(new(0x40, 0x80000, 0x100, 0x8000, 40, false), UnixHost.OpenFlags.Linux(Architecture.Arm64));
        Assert.Equal(new(0x200, 0x1000000, 0x20000, 0x100, 62, false), UnixHost.OpenFlags.MacOS(Architecture.X64));
        Assert.Equal(new(0x200, 0x1000000, 0x20000, 0x100, 62, true), UnixHost.OpenFlags.MacOS(Architecture.Arm64));
    }

    [Fact]
    public void Open_file_description_commands_and_types_are_those_of_each_system()
    {
        Assert.Equal(new(37, 38, 0, 1, 2, false, false, Errno.Linux), OpenFileDescriptionLock.Numbers.Linux);
        Assert.Equal(new(90, 91, 1, 3, 2, true, false, Errno.MacOS), OpenFileDescriptionLock.Numbers.MacOS(Architecture.X64));
        Assert.True(OpenFileDescriptionLock.Numbers.MacOS(Architecture.Arm64).VariadicOnStack);
    }

    [Fact]
    public void Structures_are_laid_out_as_the_headers_say()
    {
        Assert.Equal(
            (32, 8, 16, 24),
            (
                Marshal.SizeOf<OpenFileDescriptionLock.LinuxFlock>(),
                Offset<OpenFileDescriptionLock.LinuxFlock>("Start"),
                Offset<OpenFileDescriptionLock.LinuxFlock>("Length"),
                Offset<OpenFileDescriptionLock.LinuxFlock>("Pid")
            )
        );
        Assert.Equal(
            (24, 0, 8, 16, 20, 22),
            (
                Marshal.SizeOf<OpenFileDescriptionLock.AppleFlock>(),
                Offset<OpenFileDescriptionLock.AppleFlock>("Start"),
                Offset<OpenFileDescriptionLock.AppleFlock>("Length"),
                Offset<OpenFileDescriptionLock.AppleFlock>("Pid"),
                Offset<OpenFileDescriptionLock.AppleFlock>("Type"),
                Offset<OpenFileDescriptionLock.AppleFlock>("Whence")
            )
        );
        Assert.Equal(
            (144, 0, 4, 8),
            (
                Marshal.SizeOf<MacOSHost.StatBuffer>(),
                Offset<MacOSHost.StatBuffer>("Device"),
                Offset<MacOSHost.StatBuffer>("Mode"),
                Offset<MacOSHost.StatBuffer>("Inode")
            )
        );
        Assert.Equal((2168, 64), (Marshal.SizeOf<MacOSHost.StatFs>(), Offset<MacOSHost.StatFs>("Flags")));
    }

    [Theory]
    [InlineData(0x6969u, true)] // NFS
    [InlineData(0xFF534D42u, true)] // CIFS
    [InlineData(0xFE534D42u, true)] // SMB2
    [InlineData(0x65735546u, true)] // FUSE
    [InlineData(0x01021997u, true)] // 9P
    [InlineData(0xEF53u, false)] // ext4
    [InlineData(0x58465342u, false)] // XFS
    [InlineData(0x9123683Eu, false)] // btrfs
    [InlineData(0x01021994u, false)] // tmpfs
    [InlineData(0x794C7630u, false)] // overlayfs
    public void Network_file_systems_are_known_by_their_magic_numbers(uint magic, bool network) =>
        Assert.Equal(network, LinuxHost.IsNetworkType(magic));

    [Fact]
    public void Holders_are_read_from_the_kernel_s_list()
    {
        string[] locks =
        [
            "1: FLOCK  ADVISORY  WRITE 4194303 08:01:1234 0 EOF",
            "1: -> FLOCK  ADVISORY  WRITE 99 08:01:1234 0 EOF",
            "2: OFDLCK ADVISORY  WRITE -1 08:01:1234 0 EOF",
            "3: POSIX  ADVISORY  READ  4194302 08:01:12345 0 EOF",
            "4: FLOCK  ADVISORY  READ 4194301 fd:1a:77 0 EOF",
        ];
        Assert.Equal([4194303, -1], LinuxHost.HoldersIn(locks, new(0x8_0000_0001, 1234)));
        Assert.Equal([4194301], LinuxHost.HoldersIn(locks, new(0xFD_0000_001A, 77)));
        Assert.Empty(LinuxHost.HoldersIn(locks, new(0x8_0000_0001, 99)));
    }

    [Fact]
    public void The_attributes_say_what_the_analyzers_read()
    {
        Assert.Equal(FileLockMode.Shared, new AcquiresLockAttribute(FileLockMode.Shared).Mode);
        Assert.Null(new AcquiresLockAttribute().Mode);
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
