using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition.Apis;

namespace LockAnalyzers.Judgement;

/// <summary>
/// What is wrong with the range of a lock call. A call gets one verdict, the first that applies in the order below, because one edit of its
/// arguments fixes it.
/// </summary>
internal abstract record RangeVerdict
{
    /// <summary>An unlock that names other bytes than the lock it releases.</summary>
    public sealed record OtherRange(LockCallFacts Acquire, RangeMismatch Mismatch) : RangeVerdict;

    /// <summary>A lock of no bytes.</summary>
    public sealed record ZeroLength : RangeVerdict;

    /// <summary>A 64-bit length or offset whose halves are not both passed, each in its place.</summary>
    public sealed record Truncated(HalfProblem Problem, bool IsLength) : RangeVerdict;

    /// <summary>A lock that ends before data which is read or written while it is held.</summary>
    public sealed record MissesData(LockedAccess Access) : RangeVerdict;

    /// <summary>A lock of a fixed part of a file, where nothing shows that the data is elsewhere.</summary>
    public sealed record ConstantPart : RangeVerdict;

    public static RangeVerdict? Of(LockCallFacts call, BodyFacts body, RangePairs pairs) =>
        !call.IsDirect ? OfWrapper(call)
        : call.IsAcquire ? OfAcquire(call, pairs)
        : pairs.MismatchOf(call, body) is var (acquire, mismatch) ? new OtherRange(acquire, mismatch)
        : IsFixedWithItsLock(call, body) ? null
        : TruncationOf(call);

    /// <summary>A wrapper's range is judged in the wrapper, but for a length that it is given.</summary>
    private static ZeroLength? OfWrapper(LockCallFacts call) =>
        call.IsAcquire && IsOfZeroLength(call) && call.LengthPassedOn is not null ? new() : null;

    private static RangeVerdict? OfAcquire(LockCallFacts call, RangePairs pairs) =>
        IsOfZeroLength(call) ? new ZeroLength()
        : TruncationOf(call) is { } truncated ? truncated
        : AccessBeyond(call) is { } access ? new MissesData(access)
        : IsConstantPart(call) && !pairs.NamesSeveralPlaces(call) && !pairs.IsOnPureLockFile(call) ? new ConstantPart()
        : null;

    /// <summary>True for a lock of no bytes. The native POSIX functions are left out: zero means up to the end of the file there.</summary>
    private static bool IsOfZeroLength(LockCallFacts call) =>
        call is { Api: LockApi.LockFileEx or LockApi.LockFile or LockApi.FileStream, Range.Length.IsZero: true };

    private static Truncated? TruncationOf(LockCallFacts call) =>
        call.Range switch
        {
            { LengthFault: not HalfProblem.None and var problem } => new(problem, IsLength: true),
            { OffsetFault: not HalfProblem.None and var problem } => new(problem, IsLength: false),
            _ => null,
        };

    /// <summary>
    /// True for an unlock whose lock has a truncated range too, or another range: the fix of the lock changes its unlocks, and a difference
    /// between the two is a fault of its own.
    /// </summary>
    private static bool IsFixedWithItsLock(LockCallFacts call, BodyFacts body) =>
        call.Request.Effect == LockEffect.Release
        && body.Calls.Any(acquire =>
            acquire.Releases.Any(release => ReferenceEquals(release.Operation, call.Call.Operation))
            && (
                (!IsOfZeroLength(acquire) && TruncationOf(acquire) is not null)
                || acquire.Mismatches.Any(m => ReferenceEquals(m.Release.Operation, call.Call.Operation))
            )
        );

    /// <summary>The first read or write under the lock that surely reaches beyond its range.</summary>
    private static LockedAccess? AccessBeyond(LockCallFacts call) =>
        call.Accesses.FirstOrDefault(access => call.Range.EndsInData ? call.Range.Misses(access) : call.Range.EndsWhere(access, call.File));

    private static bool IsConstantPart(LockCallFacts call) =>
        call.Range is { IsConstant: true, IsWholeFile: false, IsBeyondData: false } range
        && !call.Accesses.Any(range.LiesBehind)
        && (call.Accesses.IsEmpty || !call.Accesses.All(range.Contains));
}
