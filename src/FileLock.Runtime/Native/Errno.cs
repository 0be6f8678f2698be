namespace FileLocking.Native;

/// <summary>The numbers of <c>errno.h</c> that this library tells apart.</summary>
/// <remarks>Linux and macOS share those below 35, except that 11 is EAGAIN on Linux and EDEADLK on macOS, and 35 the reverse.</remarks>
internal sealed record Errno(int Again, int NotImplemented, int NotSupported, int OperationNotSupported)
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int BadDescriptor = 9;
    public const int AccessDenied = 13;
    public const int InvalidArgument = 22;
    public const int ReadOnlyFileSystem = 30;

    public const int FileExists = 17;
    public const int NotDirectory = 20;

    /// <summary>ENAMETOOLONG differs: 36 on Linux, 63 on macOS.</summary>
    public static int NameTooLong => OperatingSystem.IsMacOS() ? 63 : 36;

    /// <summary>ENOTSUPP, which the Linux kernel should keep to itself and some of its network file systems leak.</summary>
    private const int InternalNotSupported = 524;

    public static Errno Linux { get; } = new(Again: 11, NotImplemented: 38, NotSupported: 95, OperationNotSupported: 95);

    public static Errno MacOS { get; } = new(Again: 35, NotImplemented: 78, NotSupported: 45, OperationNotSupported: 102);

    public bool MeansNotSupported(int error) =>
        error == NotImplemented || error == NotSupported || error == OperationNotSupported || error == InternalNotSupported;
}
