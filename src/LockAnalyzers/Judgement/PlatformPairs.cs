using LockAnalyzers.Interpretation;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>
/// Finds the calls by which an operation locks on the other platform: in the same body, in another implementation of the same interface or
/// base method, in a member whose name differs only by the platform, or in a member that is called beside it by a method that asks for the
/// platform.
/// </summary>
internal sealed class PlatformPairs(LockCompilation compilation, LockIndex index, CancellationToken cancellation)
{
    /// <summary>The acquires of the other platform that belong to the same operation, in the order of the source.</summary>
    public IEnumerable<LockCallFacts> CounterpartsOf(LockCallFacts call)
    {
        if (call.Call.Function.Platform == LockPlatform.Any)
            return [];

        var member = LockIndex.OuterMember(call.Member);
        return Counterparts(member)
            .Prepend(member)
            .Distinct(SymbolEqualityComparer.Default)
            .SelectMany(counterpart => index.CallsIn(counterpart!))
            .Where(other => other.IsAcquire && IsOtherPlatform(call, other))
            .InSourceOrder();
    }

    /// <summary>
    /// The other platform's call, if it surely waits and <paramref name="call"/> surely fails at once, or the reverse, or if one does
    /// either as a condition says which the other ignores. A call that fails at once in a loop is left out, because it waits by trying
    /// again; so is a member that locks in both ways.
    /// </summary>
    public LockCallFacts? CounterpartThatWaitsOtherwise(LockCallFacts call)
    {
        if (!call.IsAcquire || call.UnderExclusive || !index.IsWaitingDecidedHere(call))
            return null;

        var counterparts = CounterpartsOf(call).ToList();
        var theirs = counterparts.Select(WaitingOf).Distinct().ToList();
        var mine = index
            .CallsIn(LockIndex.OuterMember(call.Member))
            .Where(c =>
                c.Call.Function.Platform == call.Call.Function.Platform && c.Request.Effect is LockEffect.Acquire or LockEffect.Unknown
            )
            .Select(WaitingOf)
            .Distinct()
            .ToList();
        return theirs.Count == 1 && mine.Count == 1 && theirs[0] is { } other && mine[0] is { } own && other != own
            ? counterparts[0]
            : null;
    }

    /// <summary>
    /// How a call waits; <see cref="Waiting.Unknown"/> for one that does as a condition says, null where nothing is known.
    /// </summary>
    private Waiting? WaitingOf(LockCallFacts call) =>
        call.Request.Waiting switch
        {
            Waiting.Waits => Waiting.Waits,
            Waiting.FailsAtOnce => IsTriedAgain(call) ? null : Waiting.FailsAtOnce,
            _ => IsWaitingTheOnlyChoice(call) && !IsTriedAgain(call) ? Waiting.Unknown : null,
        };

    /// <summary>True when all is known of the flags but whether to wait.</summary>
    private static bool IsWaitingTheOnlyChoice(LockCallFacts call)
    {
        var flags = call.Arguments[call.RoleOfWaiting].Bits;
        return (flags.Ones | flags.Zeros | BitOfWaiting(call.Api)) == ulong.MaxValue;
    }

    /// <summary>The bit by which two values of the argument differ of which one waits and the other does not.</summary>
    private static ulong BitOfWaiting(LockApi api) =>
        api switch
        {
            LockApi.LockFileEx => LockNumbers.LockfileFailImmediately,
            LockApi.Flock => LockNumbers.LockNb,
            LockApi.Fcntl => (ulong)(LockConstant.FSetLk.Value ^ LockConstant.FSetLkW.Value),
            _ => 0,
        };

    private bool IsTriedAgain(LockCallFacts call) => call.IsInLoop || IsCalledInLoop(call);

    private bool IsCalledInLoop(LockCallFacts call) =>
        compilation.CallsOf(LockIndex.OuterMember(call.Member), cancellation).Any(Loops.Contain);

    /// <summary>
    /// The members that may do the same as one on another platform: they share a contract, a name, or a caller that asks for the platform.
    /// </summary>
    private IEnumerable<ISymbol> Counterparts(ISymbol member) =>
        index
            .AcquiringMembersNamed(LockIndex.SimpleName(member))
            .Where(other => ImplementTheSame(member, other))
            .Concat(
                index
                    .AcquiringMembersAlike(IdentifierWords.WithoutPlatform(LockIndex.SimpleName(member)))
                    .Where(other => AreNamedAlike(member, other))
            )
            .Concat(
                compilation
                    .MembersCalling(member, cancellation)
                    .Where(AsksForPlatform)
                    .SelectMany(caller =>
                        Calls
                            .In(caller)
                            .Select(c => Calls.NameOf(c.Expression))
                            .OfType<string>()
                            .SelectMany(index.AcquiringMembersNamed)
                            .Where(other => compilation.MembersCalling(other, cancellation).Contains(caller))
                    )
            );

    private static bool IsOtherPlatform(LockCallFacts call, LockCallFacts other) =>
        other.Call.Function.Platform != LockPlatform.Any && other.Call.Function.Platform != call.Call.Function.Platform;

    private static bool ImplementTheSame(ISymbol member, ISymbol counterpart)
    {
        if (SymbolEqualityComparer.Default.Equals(member.ContainingType, counterpart.ContainingType) || member.Name.Length == 0)
            return false;
        if (RootOf(member) is { } root && SymbolEqualityComparer.Default.Equals(root, RootOf(counterpart)))
            return true;

        return member
            .ContainingType.AllInterfaces.Intersect(counterpart.ContainingType.AllInterfaces, SymbolEqualityComparer.Default)
            .OfType<INamedTypeSymbol>()
            .SelectMany(common => common.GetMembers())
            .Any(declared => Implements(member, declared) && Implements(counterpart, declared));
    }

    private static bool Implements(ISymbol member, ISymbol declared) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(declared), member);

    private static ISymbol? RootOf(ISymbol member)
    {
        var root = (member as IMethodSymbol)?.OverriddenMethod;
        while (root?.OverriddenMethod is { } overridden)
            root = overridden;

        return root;
    }

    private static bool AreNamedAlike(ISymbol member, ISymbol counterpart)
    {
        if (IsForOnePlatform(member) && IsForOnePlatform(counterpart))
            return IdentifierWords.WithoutPlatform(member.Name) == IdentifierWords.WithoutPlatform(counterpart.Name)
                && SymbolEqualityComparer.Default.Equals(member.ContainingNamespace, counterpart.ContainingNamespace);

        var (mine, theirs) = (QualifiedName(member), QualifiedName(counterpart));
        return (IdentifierWords.MentionsPlatform(mine) || IdentifierWords.MentionsPlatform(theirs))
            && IdentifierWords.WithoutPlatform(mine) == IdentifierWords.WithoutPlatform(theirs)
            && SymbolEqualityComparer.Default.Equals(Scope(member), Scope(counterpart));
    }

    private static bool IsForOnePlatform(ISymbol? symbol)
    {
        for (; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            if (symbol.GetAttributes().Any(a => a.AttributeClass?.Name == "SupportedOSPlatformAttribute"))
                return true;
        }

        return false;
    }

    private static string QualifiedName(ISymbol member) => member.ContainingType.Name + "." + member.Name;

    private static ISymbol? Scope(ISymbol member) => (ISymbol?)member.ContainingType.ContainingType ?? member.ContainingNamespace;

    private static bool AsksForPlatform(SyntaxNode body) =>
        body.DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Any(name =>
                name.Identifier.ValueText is "OperatingSystem" or "IsOSPlatform" or "OSPlatform" or "PlatformID" or "OSVersion"
                || (
                    IdentifierWords.IsPredicateName(name.Identifier.ValueText)
                    && IdentifierWords.MentionsPlatform(name.Identifier.ValueText)
                )
            );
}
