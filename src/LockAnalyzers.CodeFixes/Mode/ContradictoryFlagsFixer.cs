using System.Collections.Immutable;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1006: removes flags that are not defined.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ContradictoryFlagsFixer : ModeFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RemoveUndefined = nameof(RemoveUndefined);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ContradictoryFlags.Id);

    private protected override string Title => "Remove what is not defined";

    private protected override string Key => RemoveUndefined;
}
