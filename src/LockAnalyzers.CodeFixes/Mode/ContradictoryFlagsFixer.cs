using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1006: removes flags that are not defined.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ContradictoryFlagsFixer() : ModeFixProvider("Remove what is not defined", RemoveUndefined, ContradictoryFlags.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RemoveUndefined = nameof(RemoveUndefined);
}
