using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>A constant or enum member that a file declares under the name of a lock API's flag.</summary>
/// <param name="Symbol">The constant.</param>
/// <param name="Place">Its initializer, or the member itself where it has none.</param>
/// <param name="Flag">The flag it is named after.</param>
/// <param name="Value">Its value.</param>
internal sealed record LockConstantDeclaration(IFieldSymbol Symbol, SyntaxNode Place, LockConstant Flag, long Value)
{
    /// <summary>The values that the flag has on the systems that the code is for.</summary>
    private ImmutableArray<long> RightValues =>
        IdentifierWords.MentionsMacOS(QualifiedName) && !IdentifierWords.MentionsLinux(QualifiedName) && Flag.Values.Length > 1
            ? ImmutableArray.Create(Flag.Values[1])
            : Flag.Values;

    /// <summary>
    /// True where the value is that of no system. A negative number is left out: it stands for a flag that the system does not have.
    /// </summary>
    public bool IsMisnumbered => Value >= 0 && !RightValues.Contains(Value);

    /// <summary>The value of the flag on the system for which the other constants of the type are numbered.</summary>
    public long RightValue(IEnumerable<LockConstantDeclaration> beside)
    {
        if (RightValues.Length == 1)
            return RightValues[0];

        var siblings = beside
            .Where(d =>
                d.Flag.Api == Flag.Api
                && !d.IsMisnumbered
                && SymbolEqualityComparer.Default.Equals(d.Symbol.ContainingType, Symbol.ContainingType)
            )
            .ToList();
        var system = Enumerable
            .Range(0, Flag.Values.Length)
            .FirstOrDefault(i => siblings.TrueForAll(s => s.Flag.Values[Math.Min(i, s.Flag.Values.Length - 1)] == s.Value));
        return Flag.Values[system];
    }

    public static IEnumerable<LockConstantDeclaration> In(
        SyntaxTree tree,
        SemanticModel model,
        ILookup<ISymbol, LockApi> flagEnums,
        CancellationToken cancellation
    )
    {
        var declaresFlagEnum = flagEnums.Any(e => e.Key.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == tree));
        if (!declaresFlagEnum && !SourceTextFilter.SpellsFlags(tree.GetText(cancellation)))
            yield break;

        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(n => n is not (StatementSyntax or ExpressionSyntax)))
        {
            var (name, place) = node switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var value, Parent.Parent: FieldDeclarationSyntax } declarator => (
                    declarator.Identifier.ValueText,
                    (SyntaxNode)value
                ),
                EnumMemberDeclarationSyntax member => (member.Identifier.ValueText, member.EqualsValue?.Value ?? (SyntaxNode)member),
                _ => (null, null),
            };
            if (
                name is null
                || (NamedAfter(name) is null && (!declaresFlagEnum || IdentifierWords.FlagMeaning(name) is null))
                || model.GetDeclaredSymbol(node, cancellation)
                    is not IFieldSymbol { HasConstantValue: true, ConstantValue: { } constant } symbol
                || ConstantMembers.ValueOf(constant) is not { IsConstant: true } number
            )
            {
                continue;
            }

            var flag = NamedAfter(name) ?? flagEnums[symbol.ContainingType].Select(api => MeantBy(name, api)).FirstOrDefault();
            if (flag is not null)
                yield return new(symbol, place!, flag, number.Bits.Value);
        }
    }

    private static LockConstant? NamedAfter(string name) =>
        LockConstant.Called(IdentifierWords.WithoutPlatform(name)) is { } flag && (flag.Api != LockApi.Lockf || name == flag.Name)
            ? flag
            : null;

    /// <summary>The flag that a member of an enum means, if the enum is passed to an API as its flags.</summary>
    private static LockConstant? MeantBy(string name, LockApi api) =>
        (api, IdentifierWords.FlagMeaning(name)) switch
        {
            (LockApi.LockFileEx, "exclusive") => LockConstant.LockfileExclusiveLock,
            (LockApi.LockFileEx, "immediate") => LockConstant.LockfileFailImmediately,
            (LockApi.LockFileEx, "shared") => LockConstant.LockfileSharedLock,
            (LockApi.Flock, "exclusive") => LockConstant.LockEx,
            (LockApi.Flock, "immediate") => LockConstant.LockNb,
            (LockApi.Flock, "shared") => LockConstant.LockSh,
            (LockApi.Flock, "unlock") => LockConstant.LockUn,
            _ => null,
        };

    private string QualifiedName => Symbol.ContainingType.ToDisplayString() + "." + Symbol.Name;
}
