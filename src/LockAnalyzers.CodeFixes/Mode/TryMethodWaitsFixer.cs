using System.Collections.Immutable;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1004: lets the lock fail at once.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TryMethodWaitsFixer : ModeFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string FailAtOnce = nameof(FailAtOnce);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(TryMethodWaits.Id);

    private protected override string Title => "Make the lock fail at once";

    private protected override string Key => FailAtOnce;
}
