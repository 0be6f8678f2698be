using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Range;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>LOCK2002: passes both halves of a 64-bit value, each in its place, at the lock and wherever it is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TruncatedRangeFixer() : LockFixProvider("Pass both halves", PassBothHalves, TruncatedRange.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string PassBothHalves = nameof(PassBothHalves);

    private protected override async Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation)
    {
        if (
            RangeFixData.TryRead(context.Diagnostic) is not { Problem: not HalfProblem.None } data
            || await RangeCall.WithPartnersAsync(context, data, cancellation).ConfigureAwait(false) is not var (call, partners)
        )
        {
            return null;
        }

        var plan = new RangeEditPlan();
        var isPlanned = (call.Api, data.IsOffsetWrong) switch
        {
            (LockApi.LockFileEx, true) => data.Problem == HalfProblem.HighMissing
                && partners.Prepend(call).All(c => OffsetStruct.AddHighHalf(plan, c, partners.Prepend(call))),
            (LockApi.LockFile, true) => PassHalves(plan, call, partners, data.Problem, ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh),
            (LockApi.LockFileEx or LockApi.LockFile, false) => PassHalves(
                plan,
                call,
                partners,
                data.Problem,
                ArgumentRole.LengthLow,
                ArgumentRole.LengthHigh
            ),
            (LockApi.FileStream, var isOffset) => PassWhole(plan, call, partners, isOffset ? ArgumentRole.Offset : ArgumentRole.Length),
            _ => false,
        };
        return isPlanned && !plan.IsEmpty ? plan.ApplyAsync : null;
    }

    private static bool PassHalves(
        RangeEditPlan plan,
        RangeCall call,
        IReadOnlyList<RangeCall> partners,
        HalfProblem problem,
        ArgumentRole lowRole,
        ArgumentRole highRole
    )
    {
        if (
            call[lowRole] is not { } low
            || call[highRole] is not { } high
            || call.TypeOf(lowRole) is not { } type
            || !SymbolEqualityComparer.Default.Equals(type, call.TypeOf(highRole))
        )
        {
            return false;
        }

        var halves =
            problem == HalfProblem.Swapped && !call.IsConstant(low, 0)
                ? (Low: high, High: low)
                : HalvesOf(plan, call, partners, type, low, high);
        return halves is var (newLow, newHigh)
            && partners.Prepend(call).All(c => Put(plan, call, c, (lowRole, low, newLow), (highRole, high, newHigh)));
    }

    /// <summary>Both halves of the value that one of them was cut from; null where that value cannot be told or repeated.</summary>
    private static (ExpressionSyntax Low, ExpressionSyntax High)? HalvesOf(
        RangeEditPlan plan,
        RangeCall call,
        IReadOnlyList<RangeCall> partners,
        ITypeSymbol type,
        ExpressionSyntax low,
        ExpressionSyntax high
    )
    {
        var isLowZero = call.IsConstant(low, 0);
        if (RangeExpressions.WholeOf(call, isLowZero ? high : low) is not { } whole)
            return null;
        if (!RangeExpressions.Is64Bit(call, whole))
            return (low, RangeExpressions.Zero);
        if (Keep(plan, call, partners, whole) is not { } name)
            return null;

        var keyword = type.ToMinimalDisplayString(call.Model, call.Syntax.SpanStart);
        var newLow =
            isLowZero || (!low.Contains(whole) && name != whole) ? RangeExpressions.Cast(keyword, name)
            : low.Contains(whole) ? low.ReplaceNode(whole, name)
            : low;
        return (newLow, RangeExpressions.HighHalf(keyword, name));
    }

    private static bool PassWhole(RangeEditPlan plan, RangeCall call, IReadOnlyList<RangeCall> partners, ArgumentRole role) =>
        call[role] is { } cut
        && RangeExpressions.WholeOf(call, cut) is { } whole
        && RangeExpressions.Is64Bit(call, whole)
        && (partners.Count > 0 ? Keep(plan, call, partners, whole) : whole) is { } name
        && partners.Prepend(call).All(c => Put(plan, call, c, (role, cut, name)));

    /// <summary>The name under which the whole value can be repeated: its own, or that of a local that it is taken into once.</summary>
    private static ExpressionSyntax? Keep(RangeEditPlan plan, RangeCall call, IReadOnlyList<RangeCall> partners, ExpressionSyntax whole)
    {
        if (RangeExpressions.Reads(whole).All(read => RangeExpressions.IsStable(call, read)))
            return whole;
        if (RangeExpressions.PlaceFor(call, partners, [whole]) is not { } place || RangeExpressions.TypeOf(call, whole) is not { } type)
            return null;

        var name = RangeExpressions.NameFor(call, whole, "length");
        plan.Declare(call, place, type, name, whole);
        return SyntaxFactory.IdentifierName(name);
    }

    /// <summary>Gives a call the new arguments, if it has the same fault or is right already.</summary>
    private static bool Put(
        RangeEditPlan plan,
        RangeCall from,
        RangeCall call,
        params (ArgumentRole Role, ExpressionSyntax Old, ExpressionSyntax New)[] arguments
    )
    {
        if (Array.TrueForAll(arguments, a => call[a.Role] is { } there && SyntaxFactory.AreEquivalent(there, a.New)))
            return true;

        foreach (var (role, old, @new) in arguments)
        {
            if (
                call[role] is not { } there
                || !SyntaxFactory.AreEquivalent(there, old)
                || !SymbolEqualityComparer.Default.Equals(call.TypeOf(role), from.TypeOf(role))
                || (call != from && !RangeExpressions.MeansTheSame(from, old, call))
            )
            {
                return false;
            }

            plan.Replace(call, there, @new.WithoutTrivia());
        }

        return true;
    }
}
