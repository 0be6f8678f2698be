using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>One row of the table of native declarations: a lock function as one system declares it.</summary>
/// <param name="Name">The entry point.</param>
/// <param name="System">The system.</param>
/// <param name="Parameters">The parameters in their order.</param>
/// <param name="Structure">What a pointer among them points to; null where there is none.</param>
internal sealed record NativeSignature(
    string Name,
    LockSystem System,
    ImmutableArray<NativeParameter> Parameters,
    NativeStruct? Structure = null
)
{
    /// <summary>
    /// On Apple's arm64 a variable argument is on the stack: six arguments before it fill the registers that are left, so that a
    /// declaration with fixed arguments puts it there.
    /// </summary>
    public const int PaddingOnAppleArm64 = 6;

    private static readonly NativeParameter File = new("hFile", ArgumentRole.Handle, NativeType.File);
    private static readonly NativeParameter Flags = new("dwFlags", ArgumentRole.Flags, NativeType.Int32);
    private static readonly NativeParameter Reserved = new("dwReserved", ArgumentRole.Reserved, NativeType.Int32);
    private static readonly NativeParameter OffsetLow = new("dwFileOffsetLow", ArgumentRole.OffsetLow, NativeType.Int32);
    private static readonly NativeParameter OffsetHigh = new("dwFileOffsetHigh", ArgumentRole.OffsetHigh, NativeType.Int32);
    private static readonly NativeParameter LengthLow = new("nNumberOfBytesToLockLow", ArgumentRole.LengthLow, NativeType.Int32);
    private static readonly NativeParameter LengthHigh = new("nNumberOfBytesToLockHigh", ArgumentRole.LengthHigh, NativeType.Int32);
    private static readonly NativeParameter Overlapped = new("lpOverlapped", ArgumentRole.Overlapped, NativeType.Pointer);
    private static readonly NativeParameter Descriptor = new("fd", ArgumentRole.Handle, NativeType.Descriptor);
    private static readonly NativeParameter Operation = new("operation", ArgumentRole.Flags, NativeType.Int32);
    private static readonly NativeParameter Command = new("cmd", ArgumentRole.Command, NativeType.Int32);
    private static readonly NativeParameter Record = new("arg", ArgumentRole.Record, NativeType.Variable);
    private static readonly NativeParameter Length = new("len", ArgumentRole.Length, NativeType.FileOffset);

    public static readonly ImmutableArray<NativeSignature> All = ImmutableArray.Create(
        Windows("LockFileEx", NativeStruct.Overlapped, File, Flags, Reserved, LengthLow, LengthHigh, Overlapped),
        Windows("UnlockFileEx", NativeStruct.Overlapped, File, Reserved, LengthLow, LengthHigh, Overlapped),
        Windows("LockFile", null, File, OffsetLow, OffsetHigh, LengthLow, LengthHigh),
        Windows("UnlockFile", null, File, OffsetLow, OffsetHigh, LengthLow, LengthHigh),
        Linux("flock", null, Descriptor, Operation),
        MacOS("flock", null, Descriptor, Operation),
        Linux("fcntl", NativeStruct.LinuxFlock, Descriptor, Command, Record),
        MacOS("fcntl", NativeStruct.MacOSFlock, Descriptor, Command, Record),
        Linux("lockf", null, Descriptor, Command, Length),
        MacOS("lockf", null, Descriptor, Command, Length)
    );

    /// <summary>True where arguments follow those of the table by the dots of C.</summary>
    public bool IsVariadic => Parameters.Any(p => p.Type == NativeType.Variable);

    public LockPlatform Platform => System == LockSystem.Windows ? LockPlatform.Windows : LockPlatform.Unix;

    /// <summary>The rows of an entry point, one for each system that has it; none for another function.</summary>
    public static IEnumerable<NativeSignature> Of(string entryPoint) => All.Where(row => row.Name == entryPoint);

    private static NativeSignature Windows(string name, NativeStruct? structure, params NativeParameter[] parameters) =>
        new(name, LockSystem.Windows, parameters.ToImmutableArray(), structure);

    private static NativeSignature Linux(string name, NativeStruct? structure, params NativeParameter[] parameters) =>
        new(name, LockSystem.Linux, parameters.ToImmutableArray(), structure);

    private static NativeSignature MacOS(string name, NativeStruct? structure, params NativeParameter[] parameters) =>
        new(name, LockSystem.MacOS, parameters.ToImmutableArray(), structure);
}
