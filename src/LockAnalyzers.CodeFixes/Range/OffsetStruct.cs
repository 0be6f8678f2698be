using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>The offset of LockFileEx, which stands in two members of an OVERLAPPED.</summary>
internal static class OffsetStruct
{
    /// <summary>
    /// Plans to assign the high half of the offset where the code assigns the low one; false where that cannot be done for certain.
    /// </summary>
    public static bool AddHighHalf(RangeEditPlan plan, RangeCall call, IEnumerable<RangeCall> calls)
    {
        if (
            call[ArgumentRole.Overlapped] is not { } reference
            || LockStructLocal.Of(reference, call.Model) is not { } structure
            || !structure.IsOnlyIn(calls.Select(c => c.Syntax))
            || structure.MemberFor(ArgumentRole.OffsetHigh) is not { } member
        )
        {
            return false;
        }

        var lows = structure.Assigned.Where(a => a.Role == ArgumentRole.OffsetLow).ToList();
        var highs = structure.Assigned.Where(a => a.Role == ArgumentRole.OffsetHigh).ToList();
        if (lows.Count != 1 || highs.Count > 1 || HighHalfOf(call, lows[0].Value, member) is not { } half)
            return false;
        if (highs.Count == 1)
        {
            plan.Replace(call, highs[0].Value, half);
            return true;
        }

        return AppendToInitializer(plan, call, lows[0].Value, member, half);
    }

    private static ExpressionSyntax? HighHalfOf(RangeCall call, ExpressionSyntax low, ISymbol member) =>
        RangeExpressions.WholeOf(call, low) is { } whole
        && RangeExpressions.Is64Bit(call, whole)
        && RangeExpressions.Reads(whole).All(read => RangeExpressions.IsStable(call, read))
            ? RangeExpressions.HighHalf(
                ((member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type).ToMinimalDisplayString(
                    call.Model,
                    call.Syntax.SpanStart
                ),
                whole
            )
            : null;

    /// <summary>
    /// <c>{ OffsetLow = low }</c> becomes <c>{ OffsetLow = low, OffsetHigh = high }</c>, where the low half is assigned last.
    /// </summary>
    private static bool AppendToInitializer(RangeEditPlan plan, RangeCall call, ExpressionSyntax low, ISymbol member, ExpressionSyntax half)
    {
        if (
            low.Parent is not AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } last
            || initializer.Expressions.Last() != last
        )
            return false;

        var added = SyntaxFactory
            .AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(member.Name), half)
            .NormalizeWhitespace()
            .WithTriviaFrom(last);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        plan.Replace(
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
}
