using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Flow;

/// <summary>
/// Finds the other platform's half of an operation: in the same body, behind the same interface or base method, in a sibling named alike
/// but for the platform, or called beside it by a method that asks which system it runs on.
/// </summary>
internal sealed class PlatformPairs(LockProgram program)
{
    public IEnumerable<CallFacts> CounterpartsOf(CallFacts call, CancellationToken cancellation)
    {
        if (call.Call.Function.Platform == LockPlatform.Any)
            return [];

        var member = OuterMember(call.Member);
        return program.AllBodies(cancellation)
            .SelectMany(body => body.Calls)
            .Where(other => other.IsAcquire && IsOtherPlatform(call, other))
            .Where(other => OuterMember(other.Member) is var counterpart && (
                SymbolEqualityComparer.Default.Equals(member, counterpart)
                || ImplementTheSame(member, counterpart)
                || AreNamedAlike(member, counterpart)
                || AreBranchesOfOneQuestion(member, counterpart, cancellation)));
    }

    /// <summary>The member that a lambda or local function belongs to.</summary>
    public static ISymbol OuterMember(ISymbol member)
    {
        while (member.ContainingSymbol is IMethodSymbol or IFieldSymbol or IPropertySymbol)
            member = member.ContainingSymbol;

        return member;
    }

    private static bool IsOtherPlatform(CallFacts call, CallFacts other) =>
        other.Call.Function.Platform != LockPlatform.Any && other.Call.Function.Platform != call.Call.Function.Platform;

    private static bool ImplementTheSame(ISymbol member, ISymbol counterpart)
    {
        if (SymbolEqualityComparer.Default.Equals(member.ContainingType, counterpart.ContainingType) || member.Name.Length == 0)
            return false;
        if (RootOf(member) is { } root && SymbolEqualityComparer.Default.Equals(root, RootOf(counterpart)))
            return true;

        return member.ContainingType.AllInterfaces
            .Intersect(counterpart.ContainingType.AllInterfaces, SymbolEqualityComparer.Default)
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
            return Words.WithoutPlatform(member.Name) == Words.WithoutPlatform(counterpart.Name) && SymbolEqualityComparer.Default.Equals(member.ContainingNamespace, counterpart.ContainingNamespace);

        var (mine, theirs) = (QualifiedName(member), QualifiedName(counterpart));
        return (Words.NamesPlatform(mine) || Words.NamesPlatform(theirs))
            && Words.WithoutPlatform(mine) == Words.WithoutPlatform(theirs)
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

    /// <summary>True when some method calls both and asks which system it runs on.</summary>
    private bool AreBranchesOfOneQuestion(ISymbol member, ISymbol counterpart, CancellationToken cancellation) =>
        program.MembersCalling(member, cancellation)
            .Intersect(program.MembersCalling(counterpart, cancellation))
            .Any(AsksForPlatform);

    private static bool AsksForPlatform(SyntaxNode body) => body.DescendantNodes().OfType<SimpleNameSyntax>().Any(name =>
        name.Identifier.ValueText is "OperatingSystem" or "IsOSPlatform" or "OSPlatform" or "PlatformID" or "OSVersion"
        || (Words.AsksQuestion(name.Identifier.ValueText) && Words.NamesPlatform(name.Identifier.ValueText)));
}
