using LockAnalyzers.Interpretation;
using LockAnalyzers.Interpretation.Semantics;
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
internal sealed class PlatformPairs(LockCompilation compilation, LockIndex index, SystemClaims systems, CancellationToken cancellation)
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
    public WaitingCounterpart? CounterpartThatWaitsOtherwise(LockCallFacts call)
    {
        if (!call.IsAcquire || call.UnderExclusive || !index.IsWaitingDecidedHere(call))
            return null;

        // A wrapper that ignores on one system what its caller passes on is where the two differ.
        if (call is { IsDirect: false, Request.Waiting: Waiting.Unknown })
            return null;

        var counterparts = CounterpartsOf(call)
            .Where(other => call.Request.Waiting != Waiting.Unknown || IsWaitingAllThatIsOpen(call) || MayBeGivenTheSame(call, other))
            .ToList();
        var isIgnored = WaitingOf(call) == Waiting.Unknown && IsChoiceIgnoredElsewhere(call);
        var theirs = counterparts.Select(other => isIgnored && IsTriedAgain(other) ? Waiting.Waits : WaitingOf(other)).Distinct().ToList();
        var mine = index
            .CallsIn(LockIndex.OuterMember(call.Member))
            .Where(c =>
                c.Call.Function.Platform == call.Call.Function.Platform && c.Request.Effect is LockEffect.Acquire or LockEffect.Unknown
            )
            .Select(WaitingOf)
            .Distinct()
            .ToList();
        return theirs.Count == 1 && mine.Count == 1 && theirs[0] is { } other && mine[0] is { } own && other != own
            ? new(counterparts[0], other)
            : null;
    }

    /// <summary>True for one member, and for two whose callers choose by the same parameters: <c>Lock(exclusive, wait)</c> twice.</summary>
    private static bool MayBeGivenTheSame(LockCallFacts call, LockCallFacts other) =>
        (LockIndex.OuterMember(call.Member), LockIndex.OuterMember(other.Member)) is var (mine, theirs)
        && (
            SymbolEqualityComparer.Default.Equals(mine, theirs)
            || mine is IMethodSymbol one
                && theirs is IMethodSymbol two
                && one.Parameters.Select(p => p.Name).SequenceEqual(two.Parameters.Select(p => p.Name))
        );

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

    /// <summary>
    /// True when a parameter chooses whether to wait, and the member looks at it for these flags alone: a loop that tries again on the
    /// other platform does so whatever the parameter says.
    /// </summary>
    private bool IsChoiceIgnoredElsewhere(LockCallFacts call) =>
        call is { IsDirect: true, Mode: { } flags, Member: IMethodSymbol method }
        && flags.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && method.Parameters.Any(p =>
            member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == p.Name).ToList()
                is { Count: > 0 } uses
            && uses.TrueForAll(use => ChoosesWaiting(use, flags, call.Api))
        );

    /// <summary>True for a name in the condition of a <c>?:</c> of the flags, between one that waits and one that does not.</summary>
    private bool ChoosesWaiting(IdentifierNameSyntax name, SyntaxNode flags, LockApi api) =>
        flags.Span.Contains(name.Span)
        && name.Ancestors()
            .OfType<ConditionalExpressionSyntax>()
            .Any(choice =>
                flags.Span.Contains(choice.Span)
                && choice.Condition.Span.Contains(name.Span)
                && ConstantOf(choice.WhenTrue) is { } one
                && ConstantOf(choice.WhenFalse) is { } other
                && ((ulong)(one ^ other) & BitOfWaiting(api)) != 0
            );

    private long? ConstantOf(ExpressionSyntax value) =>
        compilation.Models.For(value.SyntaxTree)?.GetConstantValue(value, cancellation) is { HasValue: true } constant
        && ConstantMembers.ValueOf(constant.Value) is { IsConstant: true } known
            ? known.Bits.Value
            : null;

    /// <summary>True when all is known of the flags but whether to wait, and whether to lock exclusively.</summary>
    private static bool IsWaitingTheOnlyChoice(LockCallFacts call) => IsKnownBut(BitOfWaiting(call.Api) | BitsOfMode(call.Api), call);

    /// <summary>True when all is known of the flags but whether to wait.</summary>
    private static bool IsWaitingAllThatIsOpen(LockCallFacts call) => IsKnownBut(BitOfWaiting(call.Api), call);

    private static bool IsKnownBut(ulong open, LockCallFacts call) =>
        call.Arguments[call.RoleOfWaiting].Bits is var flags && (flags.Ones | flags.Zeros | open) == ulong.MaxValue;

    /// <summary>The bits of the same argument that say whether the lock is exclusive.</summary>
    private static ulong BitsOfMode(LockApi api) =>
        api switch
        {
            LockApi.LockFileEx => LockNumbers.LockfileExclusiveLock,
            LockApi.Flock => LockNumbers.LockSh | LockNumbers.LockEx,
            _ => 0,
        };

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

    private bool IsOtherPlatform(LockCallFacts call, LockCallFacts other) =>
        other.Call.Function.Platform is LockPlatform.Any
            ? call.Call.Function.Platform == LockPlatform.Windows && other.Api == LockApi.FileStream && IsNotForWindows(other)
            : other.Call.Function.Platform != call.Call.Function.Platform;

    /// <summary>True for a call of the framework that the code makes on all systems but Windows.</summary>
    private bool IsNotForWindows(LockCallFacts call) =>
        (systems.At(call.Site.Syntax, call.Member, call.Call.Operation.TargetMethod).Possible & LockSystem.Windows) == 0;

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
