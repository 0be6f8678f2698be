using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1004: makes the lock fail at once.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TryMethodWaitsFixer() : ModeFixProvider("Make the lock fail at once", FailAtOnce, TryMethodWaits.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string FailAtOnce = nameof(FailAtOnce);
}
