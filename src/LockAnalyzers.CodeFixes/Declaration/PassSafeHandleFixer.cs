using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.CodeFixes.Declaration;

/// <summary>LOCK5002: gives the native declaration a SafeHandle for its raw handle, and passes the SafeHandle at every call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class PassSafeHandleFixer() : LockFixProvider("Pass the SafeHandle", PassSafeHandle, RawHandleOutlived.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string PassSafeHandle = nameof(PassSafeHandle);

    private protected override async Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation) =>
        await SafeHandlePlan.ForAsync(context, cancellation).ConfigureAwait(false) is { } plan ? plan.ApplyAsync : null;
}
