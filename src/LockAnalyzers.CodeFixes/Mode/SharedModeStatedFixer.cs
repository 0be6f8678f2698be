using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1002: names the constant that says that the lock is shared.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SharedModeStatedFixer() : ModeFixProvider("State that the lock is shared", StateShared, ModeNotStated.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string StateShared = nameof(StateShared);

    private protected override ModeFixData Choose(ModeFixData data) => ModeFixData.Adding(LockConstant.LockfileSharedLock);
}
