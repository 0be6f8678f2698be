using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement;

/// <summary>Finds out from the code around a shared lock whether it was meant to be exclusive.</summary>
internal sealed class ExclusivityIntent(LockIndex index, PlatformPairs pairs, LockIntent stated)
{
    /// <summary>The strongest evidence that <paramref name="call"/> should be exclusive, or null where shared may well be meant.</summary>
    public Evidence? EvidenceForExclusive(LockCallFacts call)
    {
        if (!call.IsAcquire || call.Request.Exclusivity != Exclusivity.Shared || call.UnderExclusive)
            return null;
        if (!index.IsModeDecidedHere(call) || call.Mode is null)
            return null;

        return stated == LockIntent.Shared || SaysShared(call)
            ? WrittenWhileHeld(call)
            : OtherPlatform(call) ?? WrittenWhileHeld(call) ?? NamedExclusive(call) ?? ExcludesNobody(call) ?? StatedExclusive(call);
    }

    /// <summary>
    /// True for a shared lock whose flags do not state that it is shared, where nothing shows that this is right or wrong.
    /// </summary>
    public bool IsUnstated(LockCallFacts call) =>
        stated == LockIntent.Infer
        && call.IsAcquire
        && call.Request.Exclusivity == Exclusivity.Shared
        && !call.UnderExclusive
        && (call.IsDirect ? call.Call[ArgumentRole.Flags] : call.PassedOn(ArgumentRole.Flags)) is { } flags
        && LeavesModeOpen(flags)
        && !IsProbe(call)
        && !SaysShared(call)
        && !TypeNamesReader(call.Member.ContainingType)
        && !OnlyReads(call)
        && EvidenceForExclusive(call) is null
        && !pairs.CounterpartsOf(call).Any()
        && !IsAlsoTakenExclusively(call);

    /// <summary>True for flags that are a bare number, or a constant that only says whether to wait.</summary>
    private static bool LeavesModeOpen(IOperation flags)
    {
        while (flags is IConversionOperation conversion)
            flags = conversion.Operand;

        return flags is ILiteralOperation or IDefaultValueOperation
            || (
                flags is IFieldReferenceOperation or ILocalReferenceOperation
                && flags.ConstantValue is { HasValue: true, Value: { } value }
                && ConstantMembers.ValueOf(value) is { IsConstant: true, Bits.Value: LockNumbers.LockfileFailImmediately }
            );
    }

    private static bool OnlyReads(LockCallFacts call) =>
        (!call.Accesses.IsEmpty && call.Accesses.All(a => !a.IsWrite))
        || call.File is SymbolicExpression.OpenedFile { Site: var opening } && FileApi.OpensForReading(opening);

    private Evidence? OtherPlatform(LockCallFacts call)
    {
        var counterparts = pairs.CounterpartsOf(call).ToList();
        return counterparts.Count > 0 && counterparts.TrueForAll(c => c.Request.Exclusivity == Exclusivity.Exclusive)
            ? new(
                EvidenceKind.OtherPlatform,
                counterparts[0].Call.Function.Platform.ToString(),
                counterparts[0].Call.Operation.Syntax.GetLocation()
            )
            : null;
    }

    /// <summary>A write under the lock, in the body that takes it or in one that takes it through that body.</summary>
    private Evidence? WrittenWhileHeld(LockCallFacts call)
    {
        var callers = call.IsDirect ? index.ThroughWrappers(call.Site) : [];
        return callers.Prepend(call).SelectMany(c => c.Writes).FirstOrDefault() is { } write
            ? new(EvidenceKind.Write, write.Syntax.ToString(), write.Syntax.GetLocation())
            : null;
    }

    private Evidence? NamedExclusive(LockCallFacts call)
    {
        var type = call.Member.ContainingType;
        var inType = index.BodiesOf(LockIndex.OutermostType(call.Member)).Where(b => IsSame(b.Member.ContainingType, type)).ToList();
        if (
            IsProbe(call)
            || MethodsAndLock(call).Any(IdentifierWords.MentionsReader)
            || IsTakenExclusively(inType.Where(b => IsSame(b.Member, call.Member)))
        )
            return null;

        var names = IsTakenExclusively(inType) ? MethodsAndLock(call) : MethodsAndLock(call).Append(type.Name);
        return names.FirstOrDefault(IdentifierWords.MentionsWriter) is { } name ? new(EvidenceKind.Name, name, null) : null;
    }

    /// <summary>A lock that a type offers by a lock and an unlock method, and that nothing takes exclusively, keeps nobody out.</summary>
    private Evidence? ExcludesNobody(LockCallFacts call)
    {
        if (
            call.Api != LockApi.LockFileEx
            || !IsHandedToCaller(call)
            || TypeNamesReader(call.Member.ContainingType)
            || IsAlsoTakenExclusively(call)
        )
            return null;

        var isReleasedElsewhere = index
            .BodiesOf(LockIndex.OutermostType(call.Member))
            .SelectMany(b => b.AllCalls)
            .Any(c =>
                c.Request.Effect == LockEffect.Release
                && c.Api == call.Api
                && IsSame(c.Member.ContainingType, call.Member.ContainingType)
                && !IsSame(LockIndex.OuterMember(c.Member), LockIndex.OuterMember(call.Member))
            );
        return isReleasedElsewhere ? new(EvidenceKind.ExcludesNobody, call.Member.ContainingType.Name, null) : null;
    }

    /// <summary>The project says that its locks are exclusive, and nothing at this one says that readers share it.</summary>
    private Evidence? StatedExclusive(LockCallFacts call) =>
        stated == LockIntent.Exclusive && !IsProbe(call) && !TypeNamesReader(call.Member.ContainingType)
            ? new(EvidenceKind.Setting, "", null)
            : null;

    /// <summary>
    /// True when this lock is, or may be, taken exclusively too: by its type, or by whoever locks the same file. What the project does with
    /// other locks tells nothing of this one.
    /// </summary>
    private bool IsAlsoTakenExclusively(LockCallFacts call) =>
        index
            .BodiesOf(LockIndex.OutermostType(call.Member))
            .SelectMany(b => b.AllCalls)
            .Where(c => IsSame(c.Member.ContainingType, call.Member.ContainingType))
            .Concat(index.OnSameFile(call))
            .Any(MayBeExclusive);

    private static bool IsTakenExclusively(IEnumerable<BodyFacts> bodies) => bodies.SelectMany(b => b.AllCalls).Any(MayBeExclusive);

    private static bool MayBeExclusive(LockCallFacts call) =>
        call.Request.Effect is LockEffect.Acquire or LockEffect.Unknown && call.Request.Exclusivity != Exclusivity.Shared;

    private static bool IsSame(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    /// <summary>True for a lock that is released with nothing done in between: it only asks whether somebody else holds it.</summary>
    private static bool IsProbe(LockCallFacts call) => !call.DoesFallibleWork && !IsHandedToCaller(call);

    private static bool IsHandedToCaller(LockCallFacts call) =>
        call.Releases.IsEmpty && call.Closings.IsEmpty && call.HeldAt.Any(e => e.Kind == ExitKind.Return);

    /// <summary>True when the code around the call says that readers share the lock, or that it only asks about it.</summary>
    private static bool SaysShared(LockCallFacts call) =>
        MethodsAndLock(call).Any(name => IdentifierWords.MentionsReader(name) || IdentifierWords.IsPredicateName(name))
        || (
            call.Api == LockApi.LockFileEx
            && call.Mode is { } mode
            && mode.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => IdentifierWords.MentionsReader(n.Identifier.ValueText))
        )
        || Comments.At(call.Site.Syntax).Any(IdentifierWords.SaysShared);

    private static bool TypeNamesReader(INamedTypeSymbol type) =>
        IdentifierWords.MentionsReader(type.Name)
        || type.GetMembers()
            .Any(m =>
                IdentifierWords.MentionsReader(m.Name)
                || (m is IMethodSymbol method && method.Parameters.Any(p => IdentifierWords.MentionsReader(p.Name)))
            );

    /// <summary>The methods around the call, innermost first, and the variable or field that holds what is locked.</summary>
    private static IEnumerable<string> MethodsAndLock(LockCallFacts call)
    {
        for (var member = call.Member; member is IMethodSymbol or IPropertySymbol or IFieldSymbol; member = member.ContainingSymbol)
            yield return member.Name;

        if (!call.IsDirect)
            yield break;

        foreach (var reference in call.Call.Handle?.Syntax.DescendantNodesAndSelf().OfType<SimpleNameSyntax>() ?? [])
            yield return reference.Identifier.ValueText;
    }
}
