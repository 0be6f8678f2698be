using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement;

/// <summary>What is wrong with the handle that a lock call is given, or with the memory that it is given beside it.</summary>
internal abstract record HandleVerdict
{
    /// <summary>The owner of the raw handle may be finalized while the handle is in use.</summary>
    public sealed record OwnerNotKept(RawHandle Handle) : HandleVerdict;

    /// <summary>.NET locked the file when it opened it, and so the opening is where somebody else's lock is noticed.</summary>
    public sealed record LockedByOpening(IOperation Opening, FileShare Share) : HandleVerdict;

    /// <summary>The lock may still be pending when the call returns.</summary>
    /// <param name="Opening">What opens the file for asynchronous I/O, where that is known.</param>
    /// <param name="IsExpected">True where the code knows of pending operations, and gives up the OVERLAPPED all the same.</param>
    public sealed record LeftPending(IOperation? Opening, bool IsExpected) : HandleVerdict;

    /// <summary>The lock belongs to the process and ends when the body closes another descriptor of the file.</summary>
    public sealed record LostByClosing(IOperation Closing) : HandleVerdict;

    public static IEnumerable<HandleVerdict> Of(LockCallFacts call, BodyFacts body, FileOrigins origins)
    {
        // What unlocks is the last use of many a file, and its handle is good for that moment: only one that was kept may be old.
        if (call.RawHandle is { } raw && (raw.OutlivesStatement || call.IsAcquire))
            yield return new OwnerNotKept(raw);
        if (!call.IsAcquire)
            yield break;
        if (LockedByOpeningOf(call, body, origins) is { } opened)
            yield return opened;
        if (PendingOf(call, body, origins) is { } pending)
            yield return pending;
        if (call.LostBy is { } closing && (call.Api != LockApi.FileStream || !origins.IsForNetFramework))
            yield return new LostByClosing(closing);
    }

    private static LockedByOpening? LockedByOpeningOf(LockCallFacts call, BodyFacts body, FileOrigins origins) =>
        call is { Api: LockApi.Flock, UnderExclusive: false, Request.Exclusivity: not Exclusivity.Shared }
        && origins.OpeningOf(call, body) is { } opening
        && origins.ShareOf(opening) is { } share and not FileShare.None
        && !origins.IsForNetFramework
        && !origins.IsReadyForRefusal(opening)
        && !origins.ThrowsLikeOpening(call)
            ? new(opening, share)
            : null;

    private static LeftPending? PendingOf(LockCallFacts call, BodyFacts body, FileOrigins origins)
    {
        // A result that is dropped is a fault of its own, and a call that fails at once is never pending.
        if (
            call is not { IsDirect: true, Api: LockApi.LockFileEx, Request.Waiting: Waiting.Waits }
            || call.Site.Parent is IExpressionStatementOperation
        )
            return null;

        var opening = origins.OpeningOf(call, body);
        return opening is not null && FileApi.IsAsynchronous(opening) && !body.Pending.AreExpected && !FileOrigins.KnowsOfPending(call)
                ? new(opening, IsExpected: false)
            : body.Pending is { AreExpected: true, AreAwaited: false } && GivesUpOverlapped(call, body) ? new(opening, IsExpected: true)
            : null;
    }

    /// <summary>True where the OVERLAPPED is a variable of the body, which ends with it, or in memory that the body frees.</summary>
    private static bool GivesUpOverlapped(LockCallFacts call, BodyFacts body)
    {
        var given = call.Call[ArgumentRole.Overlapped];
        while (given is IConversionOperation or IAddressOfOperation)
            given = given is IConversionOperation conversion ? conversion.Operand : ((IAddressOfOperation)given).Reference;

        return body.Pending.MemoryIsFreed || given is ILocalReferenceOperation { Type.TypeKind: TypeKind.Struct, Local.IsRef: false };
    }
}
