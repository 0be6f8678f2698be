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
public sealed class UnlocksAnotherRangeFixer() : LockFixProvider("Repeat the range of the lock", RepeatRange, UnlocksAnotherRange.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RepeatRange = nameof(RepeatRange);

    private protected override async Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation)
    {
        if (
            RangeFixData.TryRead(context.Diagnostic) is not { } data
            || await RangeCall.WithPartnersAsync(context, data, cancellation).ConfigureAwait(false) is not var (unlock, partners)
            || partners.Count != 1
            || RolesOf(unlock.Api, data.IsOffsetWrong) is not { } roles
        )
        {
            return null;
        }

        var plan = new RangeEditPlan();
        return Array.TrueForAll(roles, role => Repeat(plan, partners[0], unlock, role)) && !plan.IsEmpty ? plan.ApplyAsync : null;
    }

    /// <summary>The arguments to repeat; null where the offset is in a structure, which may have changed by the unlock.</summary>
    private static ArgumentRole[]? RolesOf(LockApi api, bool isOffsetWrong) =>
        api switch
        {
            LockApi.LockFileEx => isOffsetWrong ? null : [ArgumentRole.LengthLow, ArgumentRole.LengthHigh],
            LockApi.LockFile => [ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh, ArgumentRole.LengthLow, ArgumentRole.LengthHigh],
            LockApi.FileStream => [ArgumentRole.Offset, ArgumentRole.Length],
            _ => null,
        };

    private static bool Repeat(RangeEditPlan plan, RangeCall taken, RangeCall unlock, ArgumentRole role)
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

        var changing = RangeExpressions.Reads(range).Where(r => !RangeExpressions.IsStable(taken, r)).ToList();
        if (Keep(plan, taken, unlock, changing) is not { } names)
            return false;

        var kept = range.ReplaceNodes(changing, (read, _) => SyntaxFactory.IdentifierName(names[read]).WithTriviaFrom(read));
        var stable = RangeExpressions.Reads(range).Except(changing);
        if (!stable.All(read => RangeExpressions.MeansTheSame(taken, read, unlock)))
            return false;

        if (changing.Count > 0)
            plan.Replace(taken, range, kept);
        plan.Replace(unlock, other, kept.WithoutTrivia());
        return true;
    }

    /// <summary>
    /// The locals that keep what would read otherwise at the unlock, by what they keep; null where the two calls are not in one body, or no
    /// place for a local is in scope of both.
    /// </summary>
    private static Dictionary<ExpressionSyntax, string>? Keep(
        RangeEditPlan plan,
        RangeCall taken,
        RangeCall unlock,
        List<ExpressionSyntax> changing
    )
    {
        var names = new Dictionary<ExpressionSyntax, string>();
        foreach (var read in changing)
        {
            if (
                taken.Member is null
                || taken.Member != unlock.Member
                || RangeExpressions.PlaceFor(taken, [unlock], [read]) is not { } place
                || RangeExpressions.TypeOf(taken, read) is not { } type
            )
            {
                return null;
            }

            var name = RangeExpressions.NameFor(taken, read, "range");
            if (names.Any(n => n.Value == name && !SyntaxFactory.AreEquivalent(n.Key, read)))
                return null;
            names[read] = name;
            plan.Declare(taken, place, type, name, read);
        }

        return names;
    }
}
