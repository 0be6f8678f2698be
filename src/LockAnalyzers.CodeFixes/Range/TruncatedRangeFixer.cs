using System.Collections.Immutable;
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
public sealed class TruncatedRangeFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string PassBothHalves = nameof(PassBothHalves);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(TruncatedRange.Id);

    private protected override string Title => "Pass both halves";

    private protected override string Key => PassBothHalves;

    private protected override async Task<CodeEdit?> FindAsync(FixContext fault, CancellationToken cancellation)
    {
        if (
            await RangeCall.OfAsync(fault, cancellation).ConfigureAwait(false) is not { } call
            || await RangeCall.PartnersAsync(fault, cancellation).ConfigureAwait(false) is not { } partners
            || !Enum.TryParse(fault[RangeFix.HalfProblem], out HalfProblem lost)
        )
        {
            return null;
        }

        var isOffset = fault[RangeFix.OffsetDiffers] is not null;
        var mend = new RangeEditPlan();
        var isPlanned = call.Api switch
        {
            LockApi.LockFileEx when !isOffset => MendHalves(mend, call, partners, lost, ArgumentRole.LengthLow, ArgumentRole.LengthHigh),
            LockApi.LockFileEx => partners.Prepend(call).All(c => MendStructure(mend, c, lost, partners.Prepend(call))),
            LockApi.LockFile => isOffset
                ? MendHalves(mend, call, partners, lost, ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh)
                : MendHalves(mend, call, partners, lost, ArgumentRole.LengthLow, ArgumentRole.LengthHigh),
            LockApi.FileStream => MendWhole(mend, call, partners, isOffset ? ArgumentRole.Offset : ArgumentRole.Length),
            _ => false,
        };
        return isPlanned && !mend.IsEmpty ? mend.ApplyAsync : null;
    }

    private static bool MendHalves(
        RangeEditPlan mend,
        RangeCall call,
        IReadOnlyList<RangeCall> partners,
        HalfProblem fault,
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

        ExpressionSyntax mendedLow,
            mendedHigh;
        var keyword = type.ToMinimalDisplayString(call.Model, call.Syntax.SpanStart);
        if (fault == HalfProblem.Swapped && !call.IsConstant(low, 0))
        {
            (mendedLow, mendedHigh) = (high, low);
        }
        else
        {
            if (RangeExpressions.WholeOf(call, call.IsConstant(low, 0) ? high : low) is not { } whole)
                return false;

            if (RangeExpressions.Is64Bit(call, whole))
            {
                if (Keep(mend, call, partners, whole) is not { } name)
                    return false;
                mendedLow =
                    call.IsConstant(low, 0) || !low.Contains(whole) && name != whole ? Cast(keyword, name)
                    : low.Contains(whole) ? low.ReplaceNode(whole, name)
                    : low;
                mendedHigh = Cast(
                    keyword,
                    SyntaxFactory.ParenthesizedExpression(
                        SyntaxFactory.BinaryExpression(SyntaxKind.RightShiftExpression, RangeExpressions.Operand(name), Number(32))
                    )
                );
            }
            else
            {
                (mendedLow, mendedHigh) = (low, Number(0));
            }
        }

        return partners.Prepend(call).All(c => Put(mend, call, c, (lowRole, low, mendedLow), (highRole, high, mendedHigh)));
    }

    /// <summary>Adds the high half beside the low one that the code puts into the OVERLAPPED.</summary>
    private static bool MendStructure(RangeEditPlan mend, RangeCall call, HalfProblem fault, IEnumerable<RangeCall> calls)
    {
        if (
            fault != HalfProblem.HighMissing
            || call[ArgumentRole.Overlapped] is not { } reference
            || LockStructLocal.Of(reference, call.Model) is not { } structure
            || !structure.IsOnlyIn(calls.Select(c => c.Syntax))
            || structure.MemberFor(ArgumentRole.OffsetHigh) is not { } member
        )
        {
            return false;
        }

        var assigned = structure.Assigned.Where(a => a.Role is ArgumentRole.OffsetLow or ArgumentRole.OffsetHigh).ToList();
        if (assigned.Count(a => a.Role == ArgumentRole.OffsetLow) != 1)
            return false;

        var low = assigned.Single(a => a.Role == ArgumentRole.OffsetLow).Value;
        if (
            RangeExpressions.WholeOf(call, low) is not { } whole
            || !RangeExpressions.Is64Bit(call, whole)
            || !RangeExpressions.Reads(whole).All(read => RangeExpressions.IsStable(call, read))
        )
        {
            return false;
        }

        var type = (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type;
        var high = Cast(
            type.ToMinimalDisplayString(call.Model, call.Syntax.SpanStart),
            SyntaxFactory.ParenthesizedExpression(
                SyntaxFactory.BinaryExpression(SyntaxKind.RightShiftExpression, RangeExpressions.Operand(whole), Number(32))
            )
        );
        if (assigned.Count == 2)
        {
            mend.Replace(call, assigned.Single(a => a.Role == ArgumentRole.OffsetHigh).Value, high);
            return true;
        }

        if (
            assigned.Count != 1
            || low.Parent is not AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } last
            || initializer.Expressions.Last() != last
        )
            return false;

        var added = SyntaxFactory
            .AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(member.Name), high)
            .NormalizeWhitespace()
            .WithTriviaFrom(last);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        mend.Replace(
            call,
            initializer,
            initializer.WithExpressions(
                SyntaxFactory.SeparatedList<ExpressionSyntax>(
                    initializer
                        .Expressions.GetWithSeparators()
                        .RemoveAt(initializer.Expressions.SeparatorCount * 2)
                        .Add(last.WithoutTrailingTrivia())
                        .Add(comma)
                        .Add(added.WithoutLeadingTrivia())
                )
            )
        );
        return true;
    }

    private static bool MendWhole(RangeEditPlan mend, RangeCall call, IReadOnlyList<RangeCall> partners, ArgumentRole role) =>
        call[role] is { } cut
        && RangeExpressions.WholeOf(call, cut) is { } whole
        && RangeExpressions.Is64Bit(call, whole)
        && (partners.Count > 0 ? Keep(mend, call, partners, whole) : whole) is { } name
        && partners.Prepend(call).All(c => Put(mend, call, c, (role, cut, name)));

    /// <summary>The name under which the whole value can be repeated: its own, or that of a local that it is taken into once.</summary>
    private static ExpressionSyntax? Keep(RangeEditPlan mend, RangeCall call, IReadOnlyList<RangeCall> partners, ExpressionSyntax whole)
    {
        if (RangeExpressions.Reads(whole).All(read => RangeExpressions.IsStable(call, read)))
            return whole;
        if (RangeExpressions.PlaceFor(call, partners, [whole]) is not { } place || RangeExpressions.TypeOf(call, whole) is not { } type)
            return null;

        var name = RangeExpressions.NameFor(call, whole, "length");
        mend.Declare(call, place, type, name, whole);
        return SyntaxFactory.IdentifierName(name);
    }

    /// <summary>Gives a call the mended arguments, if it has the same fault or is right already.</summary>
    private static bool Put(
        RangeEditPlan mend,
        RangeCall from,
        RangeCall call,
        params (ArgumentRole Role, ExpressionSyntax Old, ExpressionSyntax Mended)[] arguments
    )
    {
        if (Array.TrueForAll(arguments, a => call[a.Role] is { } there && SyntaxFactory.AreEquivalent(there, a.Mended)))
            return true;

        foreach (var (role, old, mended) in arguments)
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

            mend.Replace(call, there, mended.WithoutTrivia());
        }

        return true;
    }

    private static ExpressionSyntax Cast(string type, ExpressionSyntax value) =>
        SyntaxFactory.CastExpression(SyntaxFactory.ParseTypeName(type), RangeExpressions.Operand(value));

    private static ExpressionSyntax Number(int value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));
}
