using System.Runtime.InteropServices;

namespace FileLocking.Native;

/// <summary>The numbers of <c>fcntl.h</c> on one system and architecture.</summary>
internal sealed record UnixConstants(
    int Create, int CloseOnExec, int NonBlocking, int NoControllingTerminal, int NoFollow, bool VariadicOnStack, Errno Errno)
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;

    public static UnixConstants Linux(Architecture architecture) => new(
        Create: 0x40,
        CloseOnExec: 0x80000,
        NonBlocking: 0x800,
        NoControllingTerminal: 0x100,
        // The ARM and PowerPC ports number O_NOFOLLOW their own way.
        NoFollow: architecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le ? 0x8000 : 0x20000,
        VariadicOnStack: false,
        Errno.Linux);

    public static UnixConstants MacOS(Architecture architecture) => new(
        Create: 0x200,
        CloseOnExec: 0x1000000,
        NonBlocking: 0x4,
        NoControllingTerminal: 0x20000,
        NoFollow: 0x100,
        VariadicOnStack: architecture == Architecture.Arm64,
        Errno.MacOS);
}
