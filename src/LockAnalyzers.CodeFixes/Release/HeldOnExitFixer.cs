using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.CodeFixes.Range;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3001: releases the lock before each way out that keeps it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HeldOnExitFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string ReleaseBeforeExit = nameof(ReleaseBeforeExit);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(HeldOnExit.Id);

    private protected override string Title => "Release the lock before leaving";

    private protected override string Key => ReleaseBeforeExit;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        var elsewhere = ReleaseIn(fault, cancellation);
        if (
            fault.Node is not InvocationExpressionSyntax acquire
            || GuardedStatements.Surely(fault.Model, acquire, cancellation) is not var (block, first)
            || ReleaseOf(fault, acquire, elsewhere, cancellation) is not var (release, unlock)
        )
        {
            return null;
        }

        var ways = new List<ExitRewrite>();
        foreach (var exit in ReleaseFix.Positions(fault[ReleaseFix.Exits]))
        {
            var leaving = fault.Root.FindToken(exit).Parent?.FirstAncestorOrSelf<StatementSyntax>();
            if (
                leaving is null
                || !block.Statements.Skip(first).Any(s => s.Contains(leaving))
                || !elsewhere.All(s => SymbolReferences.AreInScope(s, leaving.SpanStart, fault.Model))
                || ExitRewrite.Of(leaving, release, fault.Model) is not { } way
            )
            {
                return null;
            }

            ways.Add(way);
        }

        return ways.Count == 0
            ? null
            : async (session, token) =>
            {
                var editor = await session.EditAsync(fault.Document, token).ConfigureAwait(false);
                ways.ForEach(way => way.Mend(editor, session));
                if (unlock is not null)
                    await unlock.DeclareAsync(session, token).ConfigureAwait(false);
            };
    }

    /// <summary>What releases the lock: as elsewhere in the body, or else by closing the file that is opened in it, or by the function for it.</summary>
    private static (ImmutableArray<StatementSyntax> Statements, UnlockStatement? Unlock)? ReleaseOf(
        FixContext fault,
        InvocationExpressionSyntax acquire,
        ImmutableArray<SyntaxNode> elsewhere,
        CancellationToken cancellation
    )
    {
        if (!elsewhere.IsEmpty)
            return (elsewhere.Select(Statement).ToImmutableArray(), null);
        if (fault[ReleaseFix.Releases] is not (null or ""))
            return null;
        if (ReleaseFix.Positions(fault[ReleaseFix.Opened]) is { Length: 2 } opened)
            return CloseStatement.Of(fault.At(TextSpan.FromBounds(opened[0], opened[1])), fault.Model, cancellation) is { } close
                ? (ImmutableArray.Create(close), null)
                : null;

        return RangeCall.Of(fault.Document, fault.Model, acquire, cancellation) is { } call && UnlockStatement.Of(call) is { } unlock
            ? (ImmutableArray.Create(unlock.Statement), unlock)
            : null;
    }

    private static StatementSyntax Statement(SyntaxNode code) =>
        code is ExpressionSyntax call ? SyntaxFactory.ExpressionStatement(call.WithoutTrivia()) : ((StatementSyntax)code).WithoutTrivia();

    /// <summary>The call that releases the lock elsewhere, where all of its releases are the same, behind the statements that get it ready.</summary>
    private static ImmutableArray<SyntaxNode> ReleaseIn(FixContext fault, CancellationToken cancellation)
    {
        var releases = ReleaseFix
            .Positions(fault[ReleaseFix.Releases])
            .Select(p =>
                fault.Root.FindToken(p).Parent?.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().LastOrDefault(i => i.SpanStart == p)
            )
            .ToList();
        if (releases.Count == 0 || releases.Exists(r => r is null || !SyntaxFactory.AreEquivalent(r, releases[0])))
            return ImmutableArray<SyntaxNode>.Empty;

        SyntaxNode call = releases[0]!;
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } release)
            return ImmutableArray.Create(call);

        // What gets the release ready goes with it, unless it declares something: that can be declared only once.
        var start = ReleaseSetup.StartOf(release, fault.Model, cancellation);
        var preparation = block.Statements.Skip(start).TakeWhile(s => s != release).Cast<SyntaxNode>().ToList();
        return preparation.Exists(s => s is LocalDeclarationStatementSyntax)
            ? ImmutableArray<SyntaxNode>.Empty
            : preparation.Append(call).ToImmutableArray();
    }
}
