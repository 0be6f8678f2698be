using System.Collections.Immutable;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1002: makes the lock exclusive.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ModeNotStatedFixer : ModeFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string MakeExclusive = nameof(MakeExclusive);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ModeNotStated.Id);

    private protected override string Title => "Make the lock exclusive";

    private protected override string Key => MakeExclusive;
}
