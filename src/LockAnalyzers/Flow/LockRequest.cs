using LockAnalyzers.Recognition;

namespace LockAnalyzers.Flow;

internal enum LockEffect
{
    /// <summary>The arguments do not tell.</summary>
    Unknown,
    Acquire,
    Release,

    /// <summary>Asks about a lock and changes none.</summary>
    Query,
}

internal enum Exclusivity
{
    Unknown,
    Shared,
    Exclusive,
}

internal enum Waiting
{
    Unknown,
    Waits,
    FailsAtOnce,
}

/// <summary>What a lock call asks the system for, read from the values of its arguments.</summary>
internal sealed record LockRequest(LockEffect Effect, Exclusivity Exclusivity, Waiting Waiting)
{
    private static readonly LockRequest Unknown = new(LockEffect.Unknown, Exclusivity.Unknown, Waiting.Unknown);
    private static readonly LockRequest Release = Unknown with { Effect = LockEffect.Release };
    private static readonly LockRequest Query = Unknown with { Effect = LockEffect.Query };

    public static LockRequest Of(LockFunction function, LockArguments arguments) => function switch
    {
        { Releases: true } => Release,
        { Api: LockApi.LockFileEx } => OfLockFileEx(arguments[Role.Flags].Bits),
        { Api: LockApi.LockFile } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.FailsAtOnce),
        { Api: LockApi.Flock } => OfFlock(arguments[Role.Flags].Bits),
        { Api: LockApi.Fcntl } => OfFcntl(arguments[Role.Command].Bits, arguments[Role.LockType].Bits),
        { Api: LockApi.Lockf } => OfLockf(arguments[Role.Command].Bits),
        { Api: LockApi.FileStream } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.FailsAtOnce),
        { Api: LockApi.FileLocking or LockApi.Declared, Exclusively: var exclusively } => Unknown with
        {
            Effect = LockEffect.Acquire,
            Exclusivity = exclusively switch { true => Exclusivity.Exclusive, false => Exclusivity.Shared, null => Exclusivity.Unknown },
        },
        _ => Unknown,
    };

    private static LockRequest OfLockFileEx(Bits flags) => new(
        LockEffect.Acquire,
        Either(flags, NativeConstants.LockfileExclusiveLock, Exclusivity.Exclusive, Exclusivity.Shared, Exclusivity.Unknown),
        Either(flags, NativeConstants.LockfileFailImmediately, Waiting.FailsAtOnce, Waiting.Waits, Waiting.Unknown));

    private static LockRequest OfFlock(Bits operation)
    {
        if (operation.SurelyOn(NativeConstants.LockUn))
            return Release;

        var exclusivity = Either(operation, NativeConstants.LockEx, Exclusivity.Exclusive, Exclusivity.Shared, Exclusivity.Unknown);
        if (exclusivity == Exclusivity.Shared && !operation.SurelyOn(NativeConstants.LockSh))
            exclusivity = Exclusivity.Unknown;

        return new(
            operation.SurelyOff(NativeConstants.LockUn) ? LockEffect.Acquire : LockEffect.Unknown,
            exclusivity,
            Either(operation, NativeConstants.LockNb, Waiting.FailsAtOnce, Waiting.Waits, Waiting.Unknown));
    }

    /// <summary>Linux and macOS number commands and lock types differently; the command tells which numbers the code means.</summary>
    private static LockRequest OfFcntl(Bits command, Bits type)
    {
        if (!command.IsConstant)
            return Unknown;

        if (FcntlNumbers.Of(command) is not { } numbers)
            return Query;
        if (!type.IsConstant)
            return Unknown with { Waiting = numbers.WaitingOf(command.Value) };
        if (type.Value == numbers.Unlock)
            return Release;

        var exclusivity = type.Value == numbers.Write ? Exclusivity.Exclusive
            : type.Value == numbers.Read ? Exclusivity.Shared
            : Exclusivity.Unknown;
        return new(LockEffect.Acquire, exclusivity, numbers.WaitingOf(command.Value));
    }

    private static LockRequest OfLockf(Bits command) => command switch
    {
        { IsConstant: false } => Unknown,
        { Value: NativeConstants.FULock } => Release,
        { Value: NativeConstants.FLock } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.Waits),
        { Value: NativeConstants.FTLock } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.FailsAtOnce),
        _ => Query,
    };

    private static T Either<T>(Bits flags, ulong mask, T on, T off, T unknown) =>
        flags.SurelyOn(mask) ? on : flags.SurelyOff(mask) ? off : unknown;
}
