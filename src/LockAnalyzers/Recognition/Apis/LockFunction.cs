using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>One row of the table of lock functions: its entry point, and what each of its parameters means.</summary>
internal sealed record LockFunction(string Name, LockApi Api, ResultConvention Result, ImmutableArray<ArgumentRole> Parameters)
{
    private static readonly ImmutableArray<ArgumentRole> LockRegion = ImmutableArray.Create(
        ArgumentRole.Handle,
        ArgumentRole.OffsetLow,
        ArgumentRole.OffsetHigh,
        ArgumentRole.LengthLow,
        ArgumentRole.LengthHigh
    );

    public static readonly LockFunction LockFileEx = new(
        "LockFileEx",
        LockApi.LockFileEx,
        ResultConvention.NonZeroIsSuccess,
        ImmutableArray.Create(
            ArgumentRole.Handle,
            ArgumentRole.Flags,
            ArgumentRole.Reserved,
            ArgumentRole.LengthLow,
            ArgumentRole.LengthHigh,
            ArgumentRole.Overlapped
        )
    );

    public static readonly LockFunction UnlockFileEx = new(
        "UnlockFileEx",
        LockApi.LockFileEx,
        ResultConvention.NonZeroIsSuccess,
        ImmutableArray.Create(
            ArgumentRole.Handle,
            ArgumentRole.Reserved,
            ArgumentRole.LengthLow,
            ArgumentRole.LengthHigh,
            ArgumentRole.Overlapped
        )
    )
    {
        Releases = true,
    };

    public static readonly LockFunction LockFile = new("LockFile", LockApi.LockFile, ResultConvention.NonZeroIsSuccess, LockRegion);

    public static readonly LockFunction UnlockFile = new("UnlockFile", LockApi.LockFile, ResultConvention.NonZeroIsSuccess, LockRegion)
    {
        Releases = true,
    };

    public static readonly LockFunction Flock = new(
        "flock",
        LockApi.Flock,
        ResultConvention.ZeroIsSuccess,
        ImmutableArray.Create(ArgumentRole.Handle, ArgumentRole.Flags)
    );

    public static readonly LockFunction Fcntl = new(
        "fcntl",
        LockApi.Fcntl,
        ResultConvention.ZeroIsSuccess,
        ImmutableArray.Create(ArgumentRole.Handle, ArgumentRole.Command, ArgumentRole.Record)
    );

    /// <summary>
    /// fcntl as it must be declared for Apple's arm64, where arguments that nobody reads come before the variable one.
    /// </summary>
    private static readonly LockFunction PaddedFcntl = Fcntl with
    {
        Parameters = ImmutableArray.CreateRange(
            Fcntl
                .Parameters.Take(2)
                .Concat(Enumerable.Repeat(ArgumentRole.Padding, NativeSignature.PaddingOnAppleArm64))
                .Append(ArgumentRole.Record)
        ),
    };

    public static readonly LockFunction Lockf = new(
        "lockf",
        LockApi.Lockf,
        ResultConvention.ZeroIsSuccess,
        ImmutableArray.Create(ArgumentRole.Handle, ArgumentRole.Command, ArgumentRole.Length)
    );

    public static readonly LockFunction FileStreamLock = new(
        "Lock",
        LockApi.FileStream,
        ResultConvention.ThrowsOnFailure,
        ImmutableArray.Create(ArgumentRole.Offset, ArgumentRole.Length)
    );

    public static readonly LockFunction FileStreamUnlock = new(
        "Unlock",
        LockApi.FileStream,
        ResultConvention.ThrowsOnFailure,
        ImmutableArray.Create(ArgumentRole.Offset, ArgumentRole.Length)
    )
    {
        Releases = true,
    };

    /// <summary>A method that returns a handle which holds the lock until it is disposed.</summary>
    public static readonly LockFunction Handle = new(
        "Acquire",
        LockApi.FileLocking,
        ResultConvention.ThrowsOnFailure,
        ImmutableArray<ArgumentRole>.Empty
    );

    /// <summary>The same, with null where the lock is refused.</summary>
    public static readonly LockFunction HandleOrNull = Handle with { Name = "TryAcquire", Result = ResultConvention.NullIsFailure };

    /// <summary>The functions of the operating systems, by entry point.</summary>
    public static readonly ImmutableDictionary<string, LockFunction> Native = new[]
    {
        LockFileEx,
        UnlockFileEx,
        LockFile,
        UnlockFile,
        Flock,
        Fcntl,
        Lockf,
    }.ToImmutableDictionary(f => f.Name);

    /// <summary>True for a function that only ever releases; flock, fcntl and lockf say so in their flags.</summary>
    public bool Releases { get; init; }

    /// <summary>The one kind of lock that a declared wrapper takes; null for a function that says so in its arguments.</summary>
    public bool? Exclusively { get; init; }

    public LockPlatform Platform => Api.Platform();

    /// <summary>This function as a declaration with so many parameters has it; null where none has.</summary>
    public LockFunction? WithParameters(int count) =>
        count == Parameters.Length ? this
        : this == Fcntl && count == PaddedFcntl.Parameters.Length ? PaddedFcntl
        : null;
}
