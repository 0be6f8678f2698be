using System.Collections.Immutable;
using LockAnalyzers.Judgement.LockFiles;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>
/// Which releases belong to which lock: within a body as its paths show, and across the methods of a type where one takes the lock and
/// another releases it.
/// </summary>
internal sealed class RangePairs(LockIndex index, PureLockFiles pureLockFiles)
{
    /// <summary>True for a lock on a file that is nothing but a lock.</summary>
    public bool IsOnPureLockFile(LockCallFacts call) => pureLockFiles.Contains(call);

    /// <summary>
    /// The lock whose release <paramref name="release"/> is, and how the two ranges differ; null where they may be the same, or where it is
    /// not certain which lock is released.
    /// </summary>
    public (LockCallFacts Acquire, RangeMismatch Mismatch)? MismatchOf(LockCallFacts release, BodyFacts body)
    {
        foreach (var acquire in body.Calls)
        {
            foreach (var mismatch in acquire.Mismatches)
            {
                if (
                    ReferenceEquals(mismatch.Release.Operation, release.Call.Operation)
                    && !IsTakenElsewhere(acquire, release)
                    && !IsReleasedInParts(acquire, body)
                )
                    return (acquire, mismatch);
            }
        }

        if (!IsOrphan(release, body))
            return null;

        // If one lock of the type fits the release, or may fit it, assume that this is the one it releases. A lock of no bytes is a fault
        // of its own, whose fix gives the release its range.
        var pairs = HandedOut(release)
            .Where(acquire => !acquire.Range.Length.IsZero)
            .Select(acquire => (Acquire: acquire, Mismatch: RangeMismatch.Across(acquire.Call, acquire.Range, release.Call, release.Range)))
            .ToList();
        return pairs.Count > 0 && pairs.TrueForAll(p => p.Mismatch is not null) ? (pairs[0].Acquire, pairs[0].Mismatch!) : null;
    }

    /// <summary>The locks and releases that must name the same bytes as <paramref name="acquire"/>, without itself.</summary>
    public ImmutableArray<LockCallFacts> PartnersOf(LockCallFacts acquire)
    {
        var scope = BodiesOf(TypeOf(acquire));
        var group = new List<LockCallFacts> { acquire };
        for (var i = 0; i < group.Count; i++)
        {
            var member = group[i];
            foreach (var body in scope)
            {
                foreach (var call in body.Calls)
                {
                    var isPartner = member.IsAcquire
                        ? IsReleaseOf(member, call, body, scope)
                        : IsReleaseOf(call, member, BodyOf(member, scope), scope);
                    if (isPartner && !group.Exists(g => ReferenceEquals(g.Call.Operation, call.Call.Operation)))
                        group.Add(call);
                }
            }
        }

        // If the type of the lock never releases it, take the releases of the same bytes in other types for its releases.
        return group.Count > 1 || !acquire.IsAcquire
            ? group.Skip(1).InSourceOrder().ToImmutableArray()
            : index
                .Bodies.SelectMany(b =>
                    b.Calls.Where(c =>
                        c.Api == acquire.Api
                        && c.Request.Effect == LockEffect.Release
                        && c.Range.IsSurely(acquire.Range)
                        && IsOrphan(c, b)
                        && MayBeTheSame(acquire.File, c.File)
                    )
                )
                .ToImmutableArray();
    }

    /// <summary>True when the locks of the type begin at several offsets: then its bytes stand for different locks.</summary>
    public bool NamesSeveralPlaces(LockCallFacts acquire) =>
        BodiesOf(TypeOf(acquire))
            .SelectMany(b => b.Calls)
            .Any(c => c.IsAcquire && c.Api == acquire.Api && c.Range.IsConstant && c.Range.Start != acquire.Range.Start);

    /// <summary>True when another lock of the type names the released bytes, so that the release may be meant for that one.</summary>
    private bool IsTakenElsewhere(LockCallFacts acquire, LockCallFacts release) =>
        BodiesOf(TypeOf(acquire))
            .SelectMany(b => b.Calls)
            .Any(c =>
                c.IsAcquire && c != acquire && c.Api == acquire.Api && MayBeTheSame(c.File, release.File) && c.Range.IsSurely(release.Range)
            );

    /// <summary>
    /// True where the body goes on releasing after a release of other bytes: POSIX releases any part of a range, one after the other.
    /// </summary>
    private static bool IsReleasedInParts(LockCallFacts acquire, BodyFacts body) =>
        acquire.Api is LockApi.Fcntl or LockApi.Lockf
        && body.Calls.Any(c =>
            c.Request.Effect == LockEffect.Release
            && c.Api == acquire.Api
            && Equals(c.File, acquire.File)
            && !acquire.Releases.Any(r => ReferenceEquals(r.Operation, c.Call.Operation))
        );

    private static bool IsReleaseOf(LockCallFacts acquire, LockCallFacts release, BodyFacts? body, List<BodyFacts> scope)
    {
        if (body is null || !acquire.IsAcquire || release.Request.Effect != LockEffect.Release || release.Api != acquire.Api)
            return false;
        if (acquire.Releases.Any(r => ReferenceEquals(r.Operation, release.Call.Operation)))
            return true;

        return IsOrphan(release, body)
            && IsHandedOut(acquire)
            && MayBeTheSame(acquire.File, release.File)
            && (
                acquire.Range.IsSurely(release.Range)
                || !scope.SelectMany(b => b.Calls).Any(c => c.IsAcquire && c.Range.IsSurely(release.Range))
            );
    }

    private static BodyFacts? BodyOf(LockCallFacts call, List<BodyFacts> scope) =>
        scope.Find(b => b.Calls.Any(c => ReferenceEquals(c.Call.Operation, call.Call.Operation)));

    private IEnumerable<LockCallFacts> HandedOut(LockCallFacts release) =>
        BodiesOf(TypeOf(release))
            .SelectMany(b => b.Calls)
            .Where(c => c.IsAcquire && c.Api == release.Api && IsHandedOut(c) && MayBeTheSame(c.File, release.File));

    /// <summary>True for a release of a lock that its body did not take.</summary>
    private static bool IsOrphan(LockCallFacts release, BodyFacts body) =>
        release.Request.Effect == LockEffect.Release
        && !body.Calls.Any(c => c.Releases.Any(r => ReferenceEquals(r.Operation, release.Call.Operation)));

    private static bool IsHandedOut(LockCallFacts acquire) => acquire.HeldAt.Any(e => e.Kind == ExitKind.Return);

    /// <summary>False for two different fields. A parameter, a local or an opened file may be the file that any field holds.</summary>
    private static bool MayBeTheSame(SymbolicExpression? first, SymbolicExpression? second) =>
        first is not SymbolicExpression.Member || second is not SymbolicExpression.Member || first.Equals(second);

    private List<BodyFacts> BodiesOf(INamedTypeSymbol type) => index.BodiesOf(type).ToList();

    private static INamedTypeSymbol TypeOf(LockCallFacts call) => LockIndex.OutermostType(call.Member);
}
