using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1002: says that the lock is shared.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SharedModeStatedFixer : ModeFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string StateShared = nameof(StateShared);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ModeNotStated.Id);

    private protected override string Title => "State that the lock is shared";

    private protected override string Key => StateShared;

    private protected override CodeEdit? MendOf(FlagEditor mending, ExpressionSyntax mode, FixContext fault) =>
        mending.Add(mode, LockConstant.LockfileSharedLock);
}
