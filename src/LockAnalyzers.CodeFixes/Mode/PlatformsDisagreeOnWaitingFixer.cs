using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1003: makes the lock on Windows wait, or fail at once, as the lock on Unix does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class PlatformsDisagreeOnWaitingFixer()
    : ModeFixProvider("Wait as the other platform does", AlignWaiting, PlatformsDisagreeOnWaiting.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string AlignWaiting = nameof(AlignWaiting);
}
