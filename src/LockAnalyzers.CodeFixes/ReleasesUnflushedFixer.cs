using System.Collections.Immutable;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes;

/// <summary>LOCK3009: flushes before the unlock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleasesUnflushedFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string FlushFirst = nameof(FlushFirst);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ReleasesUnflushed.Id);

    private protected override string Title => "Flush before unlocking";

    private protected override string Key => FlushFirst;

    private protected override Mend? Find(Fault fault, CancellationToken cancellation)
    {
        if (fault.Node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } unlock)
            return null;

        // At the end of the try, where every path that succeeds comes by; else right before the unlock.
        var place = unlock.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax { Block.Statements: { Count: > 0 } tried } } && Flush.IsReachedBehind(tried.First(), tried.Last(), fault.Model)
            ? tried.Last()
            : null;
        if (Flush.Of(fault, place?.SpanStart ?? unlock.SpanStart) is not { } flush)
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(fault.Document, token).ConfigureAwait(false);
            if (place is not null)
                editor.InsertAfter(place, flush);
            else
                editor.InsertBefore(unlock, flush);
        };
    }
}
