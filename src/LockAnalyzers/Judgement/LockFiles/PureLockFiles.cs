using LockAnalyzers.Interpretation;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement.LockFiles;

/// <summary>
/// Files that hold no data: their type opens them, and does nothing with them but to lock, unlock and close them, or it is called a lock
/// and neither reads nor writes them under the lock.
/// </summary>
internal sealed class PureLockFiles(LockCompilation compilation, CancellationToken cancellation)
{
    /// <summary>True for a lock on such a file.</summary>
    public bool Contains(LockCallFacts call) =>
        call.Call.Handle is { } handle && HolderOf(handle) is { } holder && (IsCalledALock(call, holder) || IsOnlyLocked(call, holder));

    private static bool IsCalledALock(LockCallFacts call, ISymbol holder) =>
        call.Accesses.IsEmpty
        && call.Writes.IsEmpty
        && (IdentifierWords.MentionsLock(holder.Name) || IdentifierWords.MentionsLock(call.Member.ContainingType.Name));

    private bool IsOnlyLocked(LockCallFacts call, ISymbol holder) =>
        (call.File is SymbolicExpression.OpenedFile || Uses().IsOpenedHere(holder)) && Uses().IsOnlyHeld(holder);

    private OpenFileUses Uses() => new(compilation.Models, cancellation) { Locking = compilation.Recognizer };

    /// <summary>The variable or member that a handle is read from, through whatever shows it as another kind of handle.</summary>
    private static ISymbol? HolderOf(IOperation handle) =>
        handle switch
        {
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation { Instance: { } instance } property when FileApi.EffectOf(property.Property).IsView => HolderOf(
                instance
            ),
            IPropertyReferenceOperation property => property.Property,
            IInvocationOperation { Instance: { } instance } call when FileApi.EffectOf(call.TargetMethod).IsView => HolderOf(instance),
            IConversionOperation conversion => HolderOf(conversion.Operand),
            _ => null,
        };
}
