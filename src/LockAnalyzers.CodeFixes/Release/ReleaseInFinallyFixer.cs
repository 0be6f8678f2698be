using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3001 and LOCK3002: releases the lock in a finally, a new one or the one that is there already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleaseInFinallyFixer()
    : LockFixProvider("Release the lock in a finally", ReleaseInFinally, HeldOnExit.Id, HeldOnException.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string ReleaseInFinally = nameof(ReleaseInFinally);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            ReleaseFixData.TryRead(context.Diagnostic) is not { Releases: { Length: 1 } releases }
            || StatementInBlock(context.Node) is not { Parent: BlockSyntax block } acquire
            || context.StatementAt(releases[0]) is not { } release
        )
        {
            return null;
        }

        var first = GuardedStatements.IndexAfter(context.Model, block, acquire, cancellation);
        var plan =
            release.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax existing } && existing.Parent == block
                ? TryFinallyRewrite.Into(context.Model, block, first, existing, cancellation)
                : Around(context.Model, block, first, StatementInBlock(release), cancellation);
        return plan?.In(context.Document);
    }

    private static StatementSyntax? StatementInBlock(SyntaxNode node)
    {
        for (var current = node; current is not null; current = current.Parent)
        {
            if (current is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return null;
            if (current is StatementSyntax { Parent: BlockSyntax } statement and not BlockSyntax)
                return statement;
        }

        return null;
    }

    private static TryFinallyRewrite? Around(
        SemanticModel model,
        BlockSyntax block,
        int first,
        StatementSyntax? release,
        CancellationToken cancellation
    )
    {
        if (release is null || release.Parent != block || !IsPlainRelease(release))
            return null;

        var start = Math.Max(first, ReleaseSetup.StartOf(release, model, cancellation));
        return TryFinallyRewrite.Around(model, block, first, start, block.Statements.IndexOf(release), cancellation);
    }

    /// <summary>True for a call, and for a test of its result that throws: a finally must not be left by any other jump.</summary>
    private static bool IsPlainRelease(StatementSyntax release) =>
        release switch
        {
            ExpressionStatementSyntax => true,
            IfStatementSyntax { Else: null } test => test.Statement.DescendantNodesAndSelf().Any(n => n is ThrowStatementSyntax)
                && !test
                    .Statement.DescendantNodesAndSelf()
                    .Any(n => n is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax),
            _ => false,
        };
}
