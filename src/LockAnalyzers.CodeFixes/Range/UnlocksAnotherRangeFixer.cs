using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Range;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>LOCK2001: repeats the lock's range at the unlock, through a local where reading it again would yield something else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnlocksAnotherRangeFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RepeatRange = nameof(RepeatRange);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UnlocksAnotherRange.Id);

    private protected override string Title => "Repeat the range of the lock";

    private protected override string Key => RepeatRange;

    private protected override async Task<CodeEdit?> FindAsync(FixContext fault, CancellationToken cancellation)
    {
        if (
            await RangeCall.OfAsync(fault, cancellation).ConfigureAwait(false) is not { } unlock
            || await RangeCall.PartnersAsync(fault, cancellation).ConfigureAwait(false) is not { Count: 1 } partners
            || RolesOf(unlock.Api, fault[RangeFix.OffsetDiffers] is not null) is not { } roles
        )
        {
            return null;
        }

        var mend = new RangeEditPlan();
        return Array.TrueForAll(roles, role => Repeat(mend, partners[0], unlock, role)) && !mend.IsEmpty ? mend.ApplyAsync : null;
    }

    /// <summary>The arguments to repeat; null where the offset that differs lies in a structure.</summary>
    private static ArgumentRole[]? RolesOf(LockApi api, bool offsetDiffers) =>
        api switch
        {
            LockApi.LockFileEx => offsetDiffers ? null : [ArgumentRole.LengthLow, ArgumentRole.LengthHigh],
            LockApi.LockFile => [ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh, ArgumentRole.LengthLow, ArgumentRole.LengthHigh],
            LockApi.FileStream => [ArgumentRole.Offset, ArgumentRole.Length],
            _ => null,
        };

    private static bool Repeat(RangeEditPlan mend, RangeCall taken, RangeCall unlock, ArgumentRole role)
    {
        if (
            taken[role] is not { } range
            || unlock[role] is not { } other
            || !SymbolEqualityComparer.Default.Equals(taken.TypeOf(role), unlock.TypeOf(role))
            || taken.Api != unlock.Api
        )
        {
            return false;
        }

        var isSameBody = taken.Member is not null && taken.Member == unlock.Member;
        var changing = RangeExpressions.Reads(range).Where(r => !RangeExpressions.IsStable(taken, r)).ToList();
        var kept = range;
        if (changing.Count > 0)
        {
            var names = new Dictionary<ExpressionSyntax, string>();
            foreach (var read in changing)
            {
                if (
                    !isSameBody
                    || RangeExpressions.PlaceFor(taken, [unlock], [read]) is not { } place
                    || RangeExpressions.TypeOf(taken, read) is not { } type
                )
                {
                    return false;
                }

                var name = RangeExpressions.NameFor(taken, read, "range");
                if (names.Any(n => n.Value == name && !SyntaxFactory.AreEquivalent(n.Key, read)))
                    return false;
                names[read] = name;
                mend.Declare(taken, place, type, name, read);
            }

            kept = range.ReplaceNodes(changing, (read, _) => SyntaxFactory.IdentifierName(names[read]).WithTriviaFrom(read));
            mend.Replace(taken, range, kept);
        }

        var stable = RangeExpressions.Reads(range).Except(changing);
        if (!stable.All(read => RangeExpressions.MeansTheSame(taken, read, unlock)))
            return false;

        mend.Replace(unlock, other, kept.WithoutTrivia());
        return true;
    }
}
