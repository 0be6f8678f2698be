using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1002: makes the lock exclusive.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ModeNotStatedFixer() : ModeFixProvider("Make the lock exclusive", MakeExclusive, ModeNotStated.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string MakeExclusive = nameof(MakeExclusive);
}
