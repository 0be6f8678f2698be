using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>
/// Whose lock is it? A way out that holds a lock is a fault only where the body shows that the lock is its own: it releases the same
/// lock on another path, it opened the file and gives it to nobody, or it hands the lock to its caller and tells the caller on this path
/// that there is none.
/// </summary>
internal sealed class LockOwnership(LockIndex index)
{
    /// <summary>The ordinary ways out on which the body forgets a lock of its own, in order.</summary>
    public ImmutableArray<Exit> LeakingExits(LockCallFacts call, BodyFacts body)
    {
        if (!IsJudged(call))
            return ImmutableArray<Exit>.Empty;

        var held = call.HeldAt.RemoveAll(e => e.Kind == ExitKind.Exception);
        if (held.IsEmpty || IsOnlyOwner(call, body))
            return held;

        var forgotten = held.RemoveAll(exit => !IsGivenBackLike(exit, call));
        return !forgotten.IsEmpty ? forgotten
            : held.Any(IsHandOff) ? held.RemoveAll(exit => !TellsFailure(exit, call))
            : forgotten;
    }

    /// <summary>The call that may throw while the body holds a lock that it releases itself, or gives into other hands, when all goes well.</summary>
    public static Exit? LeakOnException(LockCallFacts call, BodyFacts body)
    {
        if (!IsJudged(call) || call.HeldAt.FirstOrDefault(e => e.Kind == ExitKind.Exception) is not { } lost)
            return null;

        return !call.Releases.IsEmpty || (!call.Closings.IsEmpty && (IsOwnFile(call, body) || IsClosedByEnd(call))) ? lost
            : IsHandedOffByEnd(call)
                ? call.HeldAt.FirstOrDefault(e =>
                    e is { Kind: ExitKind.Exception, IsHandedOff: false } && call.File!.Equals(e.FaultingFile)
                )
            : null;
    }

    /// <summary>
    /// True when the body opened the file, and gives it and the lock into other hands only where it ends well: until then both are its own. That
    /// using the file fails is to be expected of it; what else it may call on the way is not.
    /// </summary>
    private static bool IsHandedOffByEnd(LockCallFacts call) =>
        call is { IsDirect: true, File: SymbolicExpression.OpenedFile } && call.HeldAt.Any(e => IsHandOff(e) && e.IsHandedOff);

    /// <summary>True when the body opened the file and has closed it on every ordinary way out: whoever it showed the file to has it no longer.</summary>
    private static bool IsClosedByEnd(LockCallFacts call) =>
        call is { IsDirect: true, File: SymbolicExpression.OpenedFile }
        && call.ReleasedAt.Any(e => e.Kind == ExitKind.Return)
        && !call.HeldAt.Any(e => e.Kind == ExitKind.Return);

    /// <summary>True when the code asks whether it got the lock, or is told by an exception.</summary>
    public static bool IsKnownToFail(LockCallFacts call) =>
        call.Site.Parent is not Microsoft.CodeAnalysis.Operations.IExpressionStatementOperation
        || call.Call.Function.Result == ResultConvention.ThrowsOnFailure;

    private static bool IsJudged(LockCallFacts call) => call.IsAcquire && !call.IsUndecided && call.Api != LockApi.FileLocking;

    /// <summary>
    /// True when the body gives the lock back on another path that looks the same to the caller. Where it gives it back only on paths that
    /// report failure, it hands it to the caller on the others.
    /// </summary>
    private static bool IsGivenBackLike(Exit exit, LockCallFacts call)
    {
        if (call.ReleasedAt.IsEmpty || (call.Releases.IsEmpty && call.Closings.IsEmpty))
            return false;
        if (exit.Result == ReportedResult.Failure || exit.Kind == ExitKind.Throw)
            return true;
        if (exit.IsRecordedInMember)
            return false;

        return call.ReleasedAt.Any(free =>
            free.Kind == ExitKind.Return
            && free.Result != ReportedResult.Failure
            && !TellsAnother(exit.ReturnCode, free.ReturnCode)
            && (free.Result == exit.Result || free.Result == ReportedResult.Unknown || exit.Result == ReportedResult.Unknown)
        );
    }

    private static bool TellsAnother(long? code, long? other) => code is not null && other is not null && code != other;

    /// <summary>True when nobody but this body can ever release the lock: it opened the file, never closes it and shows it to nobody.</summary>
    private static bool IsOnlyOwner(LockCallFacts call, BodyFacts body) => IsOwnFile(call, body) && call.Releases.IsEmpty;

    private static bool IsOwnFile(LockCallFacts call, BodyFacts body) =>
        call.IsDirect && call.File is SymbolicExpression.OpenedFile file && !body.Escapes.Contains(file);

    private static bool IsHandOff(Exit exit) => exit is { Kind: ExitKind.Return, Result: not ReportedResult.Failure };

    /// <summary>True for a way out that tells the caller that there is no lock; for a throw, only where the caller is meant to release it.</summary>
    private bool TellsFailure(Exit exit, LockCallFacts call) =>
        exit.Result == ReportedResult.Failure || (exit.Kind == ExitKind.Throw && IsReleasedByNeighbour(call));

    private bool IsReleasedByNeighbour(LockCallFacts call) =>
        index
            .BodiesOf(LockIndex.OutermostType(call.Member))
            .Where(b =>
                SymbolEqualityComparer.Default.Equals(b.Member.ContainingType, call.Member.ContainingType)
                && !SymbolEqualityComparer.Default.Equals(b.Member, call.Member)
            )
            .SelectMany(b => b.Calls)
            .Any(c => c.Request.Effect == LockEffect.Release && c.Api == call.Api);
}
