using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3008: removes the one unlock of two that the other does the work of.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnlockedTwiceFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RemoveSecondUnlock = nameof(RemoveSecondUnlock);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UnlockWithoutLock.Id);

    private protected override string Title => "Unlock only once";

    private protected override string Key => RemoveSecondUnlock;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (
            fault[ReleaseFix.IsAfterClosing] is not null
            || fault.Diagnostic.AdditionalLocations.FirstOrDefault() is not { } location
            || fault.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } second
            || fault.At(location.SourceSpan).FirstAncestorOrSelf<StatementSyntax>() is not { } first
        )
        {
            return null;
        }

        // The finally unlocks on every path, the second of two in a row on none.
        var needless =
            second.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax tried } && tried.Block.Contains(first) ? first
            : second.Ancestors().Contains(first.Parent) ? second
            : null;
        return needless is not ExpressionStatementSyntax { Parent: BlockSyntax } || Trivia.HasComment(needless)
            ? null
            : async (session, token) =>
                (await session.EditAsync(fault.Document, token).ConfigureAwait(false)).RemoveNode(
                    needless,
                    SyntaxRemoveOptions.KeepUnbalancedDirectives
                );
    }
}
