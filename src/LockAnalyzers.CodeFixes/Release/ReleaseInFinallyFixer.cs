using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3001 and LOCK3002: releases the lock in a finally, a new one or the one that is there already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleaseInFinallyFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string ReleaseInFinally = nameof(ReleaseInFinally);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(HeldOnExit.Id, HeldOnException.Id);

    private protected override string Title => "Release the lock in a finally";

    private protected override string Key => ReleaseInFinally;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (
            ReleaseFix.Positions(fault[ReleaseFix.Releases]) is not { Length: 1 } releases
            || StatementInBlock(fault.Node) is not { Parent: BlockSyntax block } acquire
            || fault.Root.FindToken(releases[0]).Parent?.FirstAncestorOrSelf<StatementSyntax>() is not { } release
        )
        {
            return null;
        }

        var first = GuardedStatements.After(fault.Model, block, acquire, cancellation);
        var plan =
            release.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax existing } && existing.Parent == block
                ? TryFinallyRewrite.Into(fault.Model, block, first, existing, cancellation)
                : Around(fault.Model, block, first, StatementInBlock(release), cancellation);
        return plan?.In(fault.Document);
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

        var last = block.Statements.IndexOf(release);
        return TryFinallyRewrite.Around(
            model,
            block,
            first,
            Math.Max(first, ReleaseSetup.StartOf(release, model, cancellation)),
            last,
            cancellation
        );
    }

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
