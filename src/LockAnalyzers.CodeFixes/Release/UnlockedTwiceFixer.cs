using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3008: of two unlocks of one lock, removes the one that is not needed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnlockedTwiceFixer() : LockFixProvider("Unlock only once", RemoveSecondUnlock, UnlockWithoutLock.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RemoveSecondUnlock = nameof(RemoveSecondUnlock);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            ReleaseFixData.TryRead(context.Diagnostic) is not { Releases: { Length: 1 } releases }
            || context.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } second
            || context.At(releases[0])?.FirstAncestorOrSelf<StatementSyntax>() is not { } first
        )
        {
            return null;
        }

        // A finally unlocks on every path, so that the unlock in its try is not needed; of two in a row, the second is not.
        var needless =
            second.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax tried } && tried.Block.Contains(first) ? first
            : second.Ancestors().Contains(first.Parent) ? second
            : null;
        return needless is not ExpressionStatementSyntax { Parent: BlockSyntax } || Trivia.HasComment(needless)
            ? null
            : async (session, token) =>
                (await session.EditAsync(context.Document, token).ConfigureAwait(false)).RemoveNode(
                    needless,
                    SyntaxRemoveOptions.KeepDirectives
                );
    }
}
