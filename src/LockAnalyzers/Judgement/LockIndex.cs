using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>
/// The lock calls of a compilation by what rules ask for: their type, their member, the system call behind a wrapper. An answer costs the
/// same however many bodies there are, and is in the order of the source.
/// </summary>
internal sealed class LockIndex
{
    public static readonly ILookup<ISymbol, LockApi> NoFlagEnums = Enumerable
        .Empty<ISymbol>()
        .ToLookup(e => e, _ => LockApi.Declared, SymbolEqualityComparer.Default);

    private readonly ILookup<ISymbol, BodyFacts> _byType;
    private readonly ILookup<ISymbol, LockCallFacts> _callsByMember;
    private readonly Dictionary<IOperation, LockCallFacts> _direct;
    private readonly ILookup<IOperation, LockCallFacts> _wrapped;
    private readonly ILookup<object, LockCallFacts> _byFile;
    private readonly ILookup<string, ISymbol> _acquiringMembers;
    private readonly ILookup<string, ISymbol> _acquiringMembersAlike;

    /// <param name="bodies">The bodies of the compilation that call a lock function, in any order.</param>
    public LockIndex(IEnumerable<BodyFacts> bodies)
    {
        Bodies = bodies.InSourceOrder(b => b.Syntax).ToImmutableArray();
        _byType = Bodies.ToLookup(b => (ISymbol)OutermostType(b.Member), SymbolEqualityComparer.Default);
        var direct = Bodies.SelectMany(b => b.Calls).ToList();
        _direct = direct.GroupBy(c => (IOperation)c.Call.Operation).ToDictionary(g => g.Key, g => g.First());
        _callsByMember = Bodies
            .SelectMany(b => b.AllCalls)
            .Where(c => IsModeDecidedHere(c) || IsWaitingDecidedHere(c))
            .ToLookup(c => OuterMember(c.Member), SymbolEqualityComparer.Default);
        var acquiring = _callsByMember.Where(g => g.Any(c => c.IsAcquire)).Select(g => g.Key).ToList();
        _acquiringMembers = acquiring.ToLookup(SimpleName);
        _acquiringMembersAlike = acquiring.ToLookup(m => IdentifierWords.WithoutPlatform(SimpleName(m)));
        _wrapped = Bodies.SelectMany(b => b.CallsThroughWrappers).ToLookup(c => (IOperation)c.Call.Operation);
        FlagEnums = direct
            .Select(c => (Enum: c.Call.ArgumentOf(ArgumentRole.Flags)?.Parameter?.Type, c.Api))
            .Where(f => f.Enum is { TypeKind: TypeKind.Enum })
            .Distinct()
            .ToLookup(f => (ISymbol)f.Enum!, f => f.Api, SymbolEqualityComparer.Default);
        Apis = direct.Select(c => c.Api).ToImmutableHashSet();
        _byFile = Bodies.SelectMany(b => b.AllCalls).Where(c => NameOf(c.File) is not null).ToLookup(c => NameOf(c.File)!);
    }

    public ImmutableArray<BodyFacts> Bodies { get; }

    /// <summary>The enums that lock functions take their flags in.</summary>
    public ILookup<ISymbol, LockApi> FlagEnums { get; }

    /// <summary>The APIs that the compilation calls.</summary>
    public ImmutableHashSet<LockApi> Apis { get; }

    /// <summary>The bodies of a type and of those nested in it.</summary>
    public IEnumerable<BodyFacts> BodiesOf(INamedTypeSymbol outermost) => _byType[outermost];

    /// <summary>The members of this name in whose bodies locks are taken.</summary>
    public IEnumerable<ISymbol> AcquiringMembersNamed(string name) => _acquiringMembers[name];

    /// <summary>The members in whose bodies locks are taken, and whose name without the words for platforms is this.</summary>
    public IEnumerable<ISymbol> AcquiringMembersAlike(string nameWithoutPlatform) => _acquiringMembersAlike[nameWithoutPlatform];

    /// <summary>The lock calls on the same file: the same field, or a path that is the same wherever it is read.</summary>
    public IEnumerable<LockCallFacts> OnSameFile(LockCallFacts call) => NameOf(call.File) is { } name ? _byFile[name] : [];

    /// <summary>
    /// True where a body decides whether a lock is exclusive: at the lock call, or at a wrapper that leaves it to its callers.
    /// </summary>
    public bool IsModeDecidedHere(LockCallFacts call) =>
        call.IsDirect || At(call.Call.Operation) is { Request: { Effect: not LockEffect.Release, Exclusivity: Exclusivity.Unknown } };

    /// <summary>The same of whether to wait.</summary>
    public bool IsWaitingDecidedHere(LockCallFacts call) =>
        call.IsDirect || At(call.Call.Operation) is { Request: { Effect: not LockEffect.Release, Waiting: Waiting.Unknown } };

    /// <summary>
    /// What names a file in the whole compilation: a field, or a constant path; null for a file that only one body knows.
    /// </summary>
    private static object? NameOf(SymbolicExpression? file) =>
        file switch
        {
            SymbolicExpression.Member { Symbol: var member } => member,
            { Path: SymbolicExpression.Literal { Value: string path } } => path,
            { Path: SymbolicExpression.Member { Instance: null, Symbol: var path } } => path,
            _ => null,
        };

    /// <summary>The lock calls that a member decides on, its lambdas and local functions included.</summary>
    public IEnumerable<LockCallFacts> CallsIn(ISymbol member) => _callsByMember[member];

    /// <summary>The facts of a lock call in the body that it stands in.</summary>
    public LockCallFacts? At(IOperation lockCall) => _direct.TryGetValue(lockCall, out var facts) ? facts : null;

    /// <summary>The facts of a lock call in each body that makes it through a wrapper.</summary>
    public IEnumerable<LockCallFacts> ThroughWrappers(IOperation lockCall) => _wrapped[lockCall];

    /// <summary>The member that a lambda or local function belongs to.</summary>
    public static ISymbol OuterMember(ISymbol member)
    {
        while (member.ContainingSymbol is IMethodSymbol or IFieldSymbol or IPropertySymbol)
            member = member.ContainingSymbol;

        return member;
    }

    /// <summary>The name without the interface that an explicit implementation names.</summary>
    public static string SimpleName(ISymbol member) => member.Name.Substring(member.Name.LastIndexOf('.') + 1);

    public static INamedTypeSymbol OutermostType(ISymbol member)
    {
        var type = member as INamedTypeSymbol ?? member.ContainingType;
        while (type.ContainingType is { } outer)
            type = outer;

        return type;
    }
}
