using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Model.Locks;

/// <summary>A release that names other bytes than the lock it is to give back.</summary>
/// <param name="Release">The call that releases.</param>
/// <param name="Offset">True when the offsets differ.</param>
/// <param name="Length">True when the lengths differ.</param>
internal sealed record RangeMismatch(LockCall Release, bool Offset, bool Length)
{
    /// <summary>The difference between what was locked and what is released in one body, or null where there is none for certain.</summary>
    public static RangeMismatch? Between(
        LockCall acquire,
        ByteRange taken,
        LockCall release,
        ByteRange released,
        bool isChanged,
        bool isAccessed,
        ISet<ISymbol> reassigned
    )
    {
        if (ReleasesMore(acquire, taken, released))
            return null;

        return Of(
            release,
            Differ(taken.Offset, released.Offset, isChanged, isAccessed)
                || IsReassigned(acquire, release, reassigned, ArgumentRole.Offset, ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh),
            Differ(taken.Length, released.Length, isChanged, isAccessed)
                || IsReassigned(acquire, release, reassigned, ArgumentRole.Length, ArgumentRole.LengthLow, ArgumentRole.LengthHigh)
        );
    }

    /// <summary>The difference between a lock in one method of a type and its release in another.</summary>
    public static RangeMismatch? Across(LockCall acquire, ByteRange taken, LockCall release, ByteRange released) =>
        ReleasesMore(acquire, taken, released)
            ? null
            : Of(release, DifferAcross(taken.Offset, released.Offset), DifferAcross(taken.Length, released.Length));

    /// <summary>
    /// POSIX releases whatever is inside the range, be it one lock or many. lockf counts from the position of the file, which is taken to
    /// be
    /// where it was.
    /// </summary>
    private static bool ReleasesMore(LockCall acquire, ByteRange taken, ByteRange released) =>
        acquire.Api switch
        {
            LockApi.Fcntl => released.Covers(taken),
            LockApi.Lockf => released.IsAtLeast(taken.Length),
            _ => false,
        };

    private static RangeMismatch? Of(LockCall release, bool offset, bool length) => offset || length ? new(release, offset, length) : null;

    private static bool Differ(SymbolicValue taken, SymbolicValue released, bool isChanged, bool isAccessed) =>
        ByteRange.AreSurelyDifferent(taken, released) || ByteRange.AreReadAnew(taken, released, isChanged, isAccessed);

    private static bool DifferAcross(SymbolicValue taken, SymbolicValue released) =>
        (taken.IsConstant || released.IsConstant) && ByteRange.AreSurelyDifferent(taken, released);

    /// <summary>True when both calls name the same variable and it got another value while the lock was held.</summary>
    private static bool IsReassigned(LockCall acquire, LockCall release, ISet<ISymbol> reassigned, params ArgumentRole[] roles)
    {
        if (reassigned.Count == 0)
            return false;

        return roles.Any(role =>
            Named(acquire[role])
                .Intersect(Named(release[role]), SymbolEqualityComparer.Default)
                .Any(s => s is not null && reassigned.Contains(s))
        );
    }

    private static IEnumerable<ISymbol> Named(IOperation? argument) =>
        (argument?.DescendantsAndSelf() ?? [])
            .Select(o =>
                o switch
                {
                    ILocalReferenceOperation local => (ISymbol)local.Local,
                    IParameterReferenceOperation parameter => parameter.Parameter,
                    IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
                    _ => null,
                }
            )
            .OfType<ISymbol>();
}
