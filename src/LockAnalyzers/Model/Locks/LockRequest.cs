using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;

namespace LockAnalyzers.Model.Locks;

/// <summary>What a lock call asks the system for, read from the values of its arguments.</summary>
internal sealed record LockRequest(LockEffect Effect, Exclusivity Exclusivity, Waiting Waiting)
{
    private static readonly LockRequest Unknown = new(LockEffect.Unknown, Exclusivity.Unknown, Waiting.Unknown);
    private static readonly LockRequest Release = Unknown with { Effect = LockEffect.Release };
    private static readonly LockRequest Query = Unknown with { Effect = LockEffect.Query };

    public static LockRequest Of(LockFunction function, LockArguments arguments) =>
        function switch
        {
            { Releases: true } => Release,
            { Api: LockApi.LockFileEx } => OfLockFileEx(arguments[ArgumentRole.Flags].Bits),
            { Api: LockApi.LockFile } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.FailsAtOnce),
            { Api: LockApi.Flock } => OfFlock(arguments[ArgumentRole.Flags].Bits),
            { Api: LockApi.Fcntl } => OfFcntl(arguments[ArgumentRole.Command].Bits, arguments[ArgumentRole.LockType].Bits),
            { Api: LockApi.Lockf } => OfLockf(arguments[ArgumentRole.Command].Bits),
            { Api: LockApi.FileStream } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.FailsAtOnce),
            { Api: LockApi.FileLocking or LockApi.Declared, Exclusively: var exclusively } => Unknown with
            {
                Effect = LockEffect.Acquire,
                Exclusivity = exclusively switch
                {
                    true => Exclusivity.Exclusive,
                    false => Exclusivity.Shared,
                    null => Exclusivity.Unknown,
                },
            },
            _ => Unknown,
        };

    private static LockRequest OfLockFileEx(KnownBits flags) =>
        new(
            LockEffect.Acquire,
            Either(flags, LockNumbers.LockfileExclusiveLock, Exclusivity.Exclusive, Exclusivity.Shared, Exclusivity.Unknown),
            Either(flags, LockNumbers.LockfileFailImmediately, Waiting.FailsAtOnce, Waiting.Waits, Waiting.Unknown)
        );

    private static LockRequest OfFlock(KnownBits operation)
    {
        if (operation.SurelyOn(LockNumbers.LockUn))
            return Release;

        var exclusivity = Either(operation, LockNumbers.LockEx, Exclusivity.Exclusive, Exclusivity.Shared, Exclusivity.Unknown);
        if (exclusivity == Exclusivity.Shared && !operation.SurelyOn(LockNumbers.LockSh))
            exclusivity = Exclusivity.Unknown;

        return new(
            operation.SurelyOff(LockNumbers.LockUn) ? LockEffect.Acquire : LockEffect.Unknown,
            exclusivity,
            Either(operation, LockNumbers.LockNb, Waiting.FailsAtOnce, Waiting.Waits, Waiting.Unknown)
        );
    }

    /// <summary>Linux and macOS number commands and lock types differently; the command tells which numbers the code means.</summary>
    private static LockRequest OfFcntl(KnownBits command, KnownBits type)
    {
        if (!command.IsConstant)
            return Unknown;

        if (FcntlNumbers.Of(command.Value) is not { } numbers)
            return Query;
        if (!type.IsConstant)
            return new(
                type.Contradicts(KnownBits.Constant(numbers.Unlock)) ? LockEffect.Acquire : LockEffect.Unknown,
                Exclusivity.Unknown,
                numbers.WaitingOf(command.Value)
            );
        if (type.Value == numbers.Unlock)
            return Release;

        var exclusivity =
            type.Value == numbers.Write ? Exclusivity.Exclusive
            : type.Value == numbers.Read ? Exclusivity.Shared
            : Exclusivity.Unknown;
        return new(LockEffect.Acquire, exclusivity, numbers.WaitingOf(command.Value));
    }

    private static LockRequest OfLockf(KnownBits command) =>
        command switch
        {
            { IsConstant: false } => Unknown,
            { Value: LockNumbers.FULock } => Release,
            { Value: LockNumbers.FLock } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.Waits),
            { Value: LockNumbers.FTLock } => new(LockEffect.Acquire, Exclusivity.Exclusive, Waiting.FailsAtOnce),
            _ => Query,
        };

    private static T Either<T>(KnownBits flags, ulong mask, T on, T off, T unknown) =>
        flags.SurelyOn(mask) ? on
        : flags.SurelyOff(mask) ? off
        : unknown;
}
