using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>
/// Decides whose lock it is. An exit that holds a lock is a fault only where the body shows that the lock is its own: the body releases the
/// same lock on another path, or opened the file and passes it to nobody, or hands the lock to its caller and reports on this path that
/// there
/// is none.
/// </summary>
/// <param name="index">The lock calls of the compilation.</param>
/// <param name="countsExceptions">False where the project asks not to be told of what only an exception brings about.</param>
internal sealed class LockOwnership(LockIndex index, bool countsExceptions)
{
    /// <summary>The ordinary exits at which the body leaves a lock of its own behind, in the order of the source.</summary>
    public ImmutableArray<Exit> LeakingExits(LockCallFacts call, BodyFacts body)
    {
        if (!IsJudged(call))
            return ImmutableArray<Exit>.Empty;

        var held = call.HeldAt.RemoveAll(e => e.Kind == ExitKind.Exception);
        if (held.IsEmpty || IsOnlyOwner(call, body))
            return held;

        // A file that this body opened, and hands over on another path, is lost on a path that does not.
        var lost = held.RemoveAll(exit => exit.IsHandedOff || exit.IsRecordedInMember);
        if (IsHandedOffByEnd(call) && !lost.IsEmpty)
            return lost;

        var leaking = held.RemoveAll(exit => !IsReleasedElsewhere(exit, call));
        return !leaking.IsEmpty ? leaking
            : held.Any(IsHandOff) ? held.RemoveAll(exit => !ReportsFailure(exit, call))
            : leaking;
    }

    /// <summary>
    /// The call that may throw while the body holds a lock that it releases itself, or passes on, when nothing throws; null where there is
    /// none.
    /// </summary>
    public Exit? LeakOnException(LockCallFacts call, BodyFacts body)
    {
        if (!countsExceptions || !IsJudged(call) || call.HeldAt.FirstOrDefault(e => e.Kind == ExitKind.Exception) is not { } lost)
            return null;

        return !call.Releases.IsEmpty || (!call.Closings.IsEmpty && (IsOwnFile(call, body) || IsClosedByEnd(call))) ? lost
            : IsHandedOffByEnd(call)
                ? call.HeldAt.FirstOrDefault(e =>
                    e is { Kind: ExitKind.Exception, IsHandedOff: false } && call.File!.Equals(e.FaultingFile)
                )
            : null;
    }

    /// <summary>Where an exception leaves a handle undisposed that stays in this body; null where none counts.</summary>
    public Exit? UndisposedOnException(LockCallFacts call, BodyFacts body) =>
        countsExceptions && call.File is { } handle && !body.Escapes.Contains(handle) ? call.HeldAt.FirstOrDefault() : null;

    /// <summary>
    /// True when the body opened the file and passes it on, with the lock, at an exit that succeeds. Until then both are its own. Only a
    /// failure
    /// of reading or writing the file counts then: that is what such a body has to expect.
    /// </summary>
    private static bool IsHandedOffByEnd(LockCallFacts call) =>
        call is { IsDirect: true, File: SymbolicExpression.OpenedFile } && call.HeldAt.Any(e => IsHandOff(e) && e.IsHandedOff);

    /// <summary>
    /// True when the body opened the file and has closed it at every ordinary exit, so that nobody it passed the file to can still use it.
    /// </summary>
    private static bool IsClosedByEnd(LockCallFacts call) =>
        call is { IsDirect: true, File: SymbolicExpression.OpenedFile }
        && call.ReleasedAt.Any(e => e.Kind == ExitKind.Return)
        && !call.HeldAt.Any(e => e.Kind == ExitKind.Return);

    /// <summary>True when the code looks at the result of the acquire, or the acquire throws when it fails.</summary>
    public static bool IsKnownToFail(LockCallFacts call) =>
        call.Site.Parent is not Microsoft.CodeAnalysis.Operations.IExpressionStatementOperation
        || call.Call.Function.Result == ResultConvention.ThrowsOnFailure;

    private static bool IsJudged(LockCallFacts call) => call.IsAcquire && !call.IsUndecided && call.Api != LockApi.FileLocking;

    /// <summary>
    /// True when the body releases the lock on another path that looks the same to the caller. If it releases the lock only on paths that
    /// report
    /// failure, it hands the lock to its caller on the others.
    /// </summary>
    private static bool IsReleasedElsewhere(Exit exit, LockCallFacts call)
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
            && !AreDifferentCodes(exit.ReturnCode, free.ReturnCode)
            && (free.Result == exit.Result || free.Result == ReportedResult.Unknown || exit.Result == ReportedResult.Unknown)
        );
    }

    private static bool AreDifferentCodes(long? code, long? other) => code is not null && other is not null && code != other;

    /// <summary>True when nobody but this body can release the lock: it opened the file, never closes it and passes it to nobody.</summary>
    private static bool IsOnlyOwner(LockCallFacts call, BodyFacts body) => IsOwnFile(call, body) && call.Releases.IsEmpty;

    private static bool IsOwnFile(LockCallFacts call, BodyFacts body) =>
        call.IsDirect && call.File is SymbolicExpression.OpenedFile file && !body.Escapes.Contains(file);

    private static bool IsHandOff(Exit exit) => exit is { Kind: ExitKind.Return, Result: not ReportedResult.Failure };

    /// <summary>
    /// True for an exit that reports to the caller that there is no lock. A throw counts only where another member of the type releases the
    /// lock,
    /// because the caller is meant to call that one.
    /// </summary>
    private bool ReportsFailure(Exit exit, LockCallFacts call) =>
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
