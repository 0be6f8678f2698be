using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Flow;

/// <summary>Why a shared lock was meant to be exclusive, strongest reason first.</summary>
internal enum EvidenceKind
{
    OtherPlatform,
    Write,
    Name,
    ExcludesNobody,
}

/// <summary>A reason to believe that a shared lock was meant to be exclusive, with the place that shows it.</summary>
internal sealed record Evidence(EvidenceKind Kind, string Subject, Location? Location);

/// <summary>Weighs what the code around a shared lock says about its purpose.</summary>
internal sealed class Intent(LockProgram program)
{
    private readonly PlatformPairs _pairs = new(program);

    /// <summary>The strongest evidence that <paramref name="call"/> should be exclusive, or null where shared may well be meant.</summary>
    public Evidence? ForExclusive(CallFacts call, CancellationToken cancellation)
    {
        if (!call.IsAcquire || call.Request.Exclusivity != Exclusivity.Shared || call.UnderExclusive)
            return null;

        return SaysReader(call)
            ? WrittenWhileHeld(call)
            : OtherPlatform(call, cancellation) ?? WrittenWhileHeld(call) ?? NamedExclusive(call, cancellation) ?? ExcludesNobody(call, cancellation);
    }

    private Evidence? OtherPlatform(CallFacts call, CancellationToken cancellation)
    {
        var counterparts = _pairs.CounterpartsOf(call, cancellation).ToList();
        return counterparts.Count > 0 && counterparts.TrueForAll(c => c.Request.Exclusivity == Exclusivity.Exclusive)
            ? new(EvidenceKind.OtherPlatform, counterparts[0].Call.Function.Platform.ToString(), counterparts[0].Call.Operation.Syntax.GetLocation())
            : null;
    }

    private static Evidence? WrittenWhileHeld(CallFacts call) => call.Writes.FirstOrDefault() is { } write
        ? new(EvidenceKind.Write, write.Syntax.ToString(), write.Syntax.GetLocation())
        : null;

    /// <summary>A method that says exclusive is taken at its word unless it takes one lock of each kind; so are a type and a lock unless any of their methods does.</summary>
    private Evidence? NamedExclusive(CallFacts call, CancellationToken cancellation)
    {
        if (IsProbe(call))
            return null;

        var name = MethodsAround(call).FirstOrDefault(Words.NamesWriter) is { } method && !IsTakenExclusivelyIn(PlatformPairs.OuterMember(call.Member), cancellation) ? method
            : IsTakenExclusivelyIn(call.Member.ContainingType, cancellation) ? null
            : NamesOfLock(call).Concat([call.Member.ContainingType.Name]).FirstOrDefault(Words.NamesWriter);
        return name is null ? null : new(EvidenceKind.Name, name, null);
    }

    /// <summary>A lock that is only ever shared, offered as a pair of lock and unlock, keeps nobody out.</summary>
    private Evidence? ExcludesNobody(CallFacts call, CancellationToken cancellation)
    {
        if (call.Api != LockApi.LockFileEx || !IsHandedToCaller(call) || TypeNamesReader(call.Member.ContainingType))
            return null;

        var all = program.AllBodies(cancellation).SelectMany(b => b.Calls).ToList();
        var isReleasedElsewhere = all.Exists(c =>
            c.Request.Effect == LockEffect.Release
            && c.Api == call.Api
            && SymbolEqualityComparer.Default.Equals(c.Member.ContainingType, call.Member.ContainingType)
            && !SymbolEqualityComparer.Default.Equals(PlatformPairs.OuterMember(c.Member), PlatformPairs.OuterMember(call.Member)));
        return isReleasedElsewhere && all.TrueForAll(c => !c.IsAcquire || c.Request.Exclusivity == Exclusivity.Shared)
            ? new(EvidenceKind.ExcludesNobody, call.Member.ContainingType.Name, null)
            : null;
    }

    private bool IsTakenExclusivelyIn(ISymbol typeOrMember, CancellationToken cancellation) =>
        program.AllBodies(cancellation)
            .Where(b => SymbolEqualityComparer.Default.Equals(typeOrMember is INamedTypeSymbol ? b.Member.ContainingType : PlatformPairs.OuterMember(b.Member), typeOrMember))
            .SelectMany(b => b.Calls)
            .Any(c => c.Request.Effect != LockEffect.Release && c.Request.Exclusivity != Exclusivity.Shared);

    /// <summary>Taken and given back with nothing done in between: a question whether somebody else holds it.</summary>
    private static bool IsProbe(CallFacts call) => !call.Acts && !IsHandedToCaller(call);

    private static bool IsHandedToCaller(CallFacts call) =>
        call.Releases.IsEmpty && call.Closings.IsEmpty && call.HeldAt.Any(e => e.Kind == ExitKind.Return);

    /// <summary>True when the code around the call says that readers share the lock, or that it only asks about it.</summary>
    private static bool SaysReader(CallFacts call) =>
        MethodsAround(call).Concat(NamesOfLock(call)).Any(name => Words.NamesReader(name) || Words.AsksQuestion(name))
        || (call.Call[Role.Flags] is { } flags && call.Api == LockApi.LockFileEx
            && flags.Syntax.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => Words.NamesReader(n.Identifier.ValueText)));

    private static bool TypeNamesReader(INamedTypeSymbol type) =>
        Words.NamesReader(type.Name)
        || type.GetMembers().Any(m => Words.NamesReader(m.Name) || (m is IMethodSymbol method && method.Parameters.Any(p => Words.NamesReader(p.Name))));

    /// <summary>The methods around the call, innermost first.</summary>
    private static IEnumerable<string> MethodsAround(CallFacts call)
    {
        for (var member = call.Member; member is IMethodSymbol or IPropertySymbol or IFieldSymbol; member = member.ContainingSymbol)
            yield return member.Name;
    }

    /// <summary>The variable or field that holds what is locked.</summary>
    private static IEnumerable<string> NamesOfLock(CallFacts call) =>
        call.Call.Handle?.Syntax.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(n => n.Identifier.ValueText) ?? [];
}
