using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1005: gives a constant its value, or passes the constant that the API knows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WrongLockConstantFixer() : ModeFixProvider("Use the right constant", UseRightConstant, WrongLockConstant.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string UseRightConstant = nameof(UseRightConstant);
}
