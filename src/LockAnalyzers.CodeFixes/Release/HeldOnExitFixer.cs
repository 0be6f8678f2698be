using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3001: releases the lock before each exit that keeps it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HeldOnExitFixer() : LockFixProvider("Release the lock before leaving", ReleaseBeforeExit, HeldOnExit.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string ReleaseBeforeExit = nameof(ReleaseBeforeExit);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            ReleaseFixData.TryRead(context.Diagnostic) is not { Exits.IsEmpty: false } data
            || context.Node is not InvocationExpressionSyntax acquire
            || GuardedStatements.Surely(context, acquire, cancellation) is not { } guarded
        )
        {
            return null;
        }

        var elsewhere = ReleaseIn(context, data, cancellation);
        if (ReleaseOf(context, data, acquire, elsewhere, cancellation) is not var (release, unlock))
            return null;

        var rewrites = data
            .Exits.GroupBy(exit => exit.SourceSpan.Start)
            .Select(exits => context.StatementAt(exits.First()))
            .Select(leaving =>
                leaving is not null
                && guarded.Contain(leaving)
                && elsewhere.All(code => SymbolReferences.AreInScope(code, leaving.SpanStart, context.Model))
                    ? ExitRewrite.Of(leaving, release, context.Model)
                    : null
            )
            .ToList();
        return rewrites.Contains(null)
            ? null
            : async (session, token) =>
            {
                var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
                rewrites.ForEach(rewrite => rewrite!.Apply(editor, session));
                if (unlock is not null)
                    await unlock.DeclareAsync(session, token).ConfigureAwait(false);
            };
    }

    /// <summary>
    /// What releases the lock: the statements that release it elsewhere in the body, or else the closing of the file that the body opens,
    /// or
    /// else the unlock function.
    /// </summary>
    private static (ImmutableArray<StatementSyntax> Statements, UnlockStatement? Unlock)? ReleaseOf(
        FixContext context,
        ReleaseFixData data,
        InvocationExpressionSyntax acquire,
        ImmutableArray<SyntaxNode> elsewhere,
        CancellationToken cancellation
    )
    {
        if (!elsewhere.IsEmpty)
            return (elsewhere.Select(Statement).ToImmutableArray(), null);
        if (!data.Releases.IsEmpty)
            return null;
        if (data.Opening is { } opening)
            return context.At(opening) is { } opened && CloseStatement.Of(opened, context.Model, cancellation) is { } close
                ? (ImmutableArray.Create(close), null)
                : null;

        return RangeCall.Of(context, acquire, cancellation) is { } call && UnlockStatement.Of(call) is { } unlock
            ? (ImmutableArray.Create(unlock.Statement), unlock)
            : null;
    }

    private static StatementSyntax Statement(SyntaxNode code) =>
        code is ExpressionSyntax call ? SyntaxFactory.ExpressionStatement(call.WithoutTrivia()) : ((StatementSyntax)code).WithoutTrivia();

    /// <summary>
    /// The call that releases the lock elsewhere, after the statements that set it up; empty where the releases differ, or where the setup
    /// declares a variable, because that can be declared only once.
    /// </summary>
    private static ImmutableArray<SyntaxNode> ReleaseIn(FixContext context, ReleaseFixData data, CancellationToken cancellation)
    {
        var releases = data.Releases.Select(context.CallAt).ToList();
        if (releases.FirstOrDefault() is not { } call || !releases.TrueForAll(r => r is not null && SyntaxFactory.AreEquivalent(r, call)))
            return ImmutableArray<SyntaxNode>.Empty;
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } release)
            return ImmutableArray.Create<SyntaxNode>(call);

        var start = ReleaseSetup.StartOf(release, context.Model, cancellation);
        var setup = block.Statements.Skip(start).TakeWhile(s => s != release).ToList();
        return setup.Exists(s => s is LocalDeclarationStatementSyntax)
            ? ImmutableArray<SyntaxNode>.Empty
            : setup.Append<SyntaxNode>(call).ToImmutableArray();
    }
}
