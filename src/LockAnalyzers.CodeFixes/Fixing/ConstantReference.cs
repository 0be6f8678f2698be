using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>
/// A constant of a lock API as the code at hand spells it: the one in scope, a member of its enum, the one beside the declaration of the
/// native method, or, when there is none, a new one under its native name declared there.
/// </summary>
internal sealed class ConstantReference
{
    private readonly string _name;
    private readonly long _value;
    private readonly ITypeSymbol _type;
    private readonly MemberDeclarationSyntax? _declareBefore;
    private readonly bool _isPrivate;

    private ConstantReference(
        ExpressionSyntax reference,
        string name,
        long value,
        ITypeSymbol type,
        MemberDeclarationSyntax? declareBefore,
        bool isPrivate
    )
    {
        Reference = reference;
        (_name, _value, _type, _declareBefore, _isPrivate) = (name, value, type, declareBefore, isPrivate);
    }

    /// <summary>The expression that names the constant where it is needed.</summary>
    public ExpressionSyntax Reference { get; }

    /// <summary>True for a constant that is already there.</summary>
    public bool DeclaresNothing => _declareBefore is null;

    /// <summary>
    /// Finds or plans the constant of type <paramref name="type"/> for a call of <paramref name="native"/> at <paramref name="site"/>;
    /// null where its native name is taken by something else.
    /// </summary>
    public static ConstantReference? Find(
        Document document,
        SemanticModel model,
        SyntaxNode site,
        IMethodSymbol native,
        ITypeSymbol type,
        string name,
        long value,
        Func<string, bool> isNamedSo
    )
    {
        bool Fits(ISymbol symbol) =>
            HasValue(symbol, value)
            && (symbol.Name == name || isNamedSo(symbol.Name))
            && (
                model.Compilation.ClassifyConversion(TypeOf(symbol), type).IsImplicit
                || (IsInteger(type) && TypeOf(symbol).SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Int32)
            );

        var scope = model.LookupSymbols(site.SpanStart);
        if (Best(scope.Where(Fits), name) is { } inScope)
            return Existing(SyntaxFactory.IdentifierName(inScope.Name));

        var owners = new[] { type, native.ContainingType }.Concat(native.ContainingType.GetTypeMembers());
        var members = owners.SelectMany(o => o.GetMembers()).Where(m => Fits(m) && model.IsAccessible(site.SpanStart, m));
        if (Best(members, name) is { } member)
            return Existing(
                SyntaxFactory.ParseExpression(
                    member.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + member.Name
                )
            );

        return Planned(document, model, site, native, type, name, value, scope);

        ConstantReference Existing(ExpressionSyntax expression) =>
            new(expression.WithAdditionalAnnotations(Simplifier.Annotation), name, value, type, null, false);
    }

    private static ConstantReference? Planned(
        Document document,
        SemanticModel model,
        SyntaxNode site,
        IMethodSymbol native,
        ITypeSymbol type,
        string name,
        long value,
        ImmutableArray<ISymbol> scope
    )
    {
        var beside = native.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as MemberDeclarationSyntax;
        if (
            beside is null
            || !SymbolEqualityComparer.Default.Equals(native.ContainingAssembly, model.Compilation.Assembly)
            || document.Project.Solution.GetDocument(beside.SyntaxTree) is null or SourceGeneratedDocument
        )
        {
            // The native method is declared in another assembly or in generated code: declare the constant in the type that calls it.
            beside = site.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(m => m.Parent is TypeDeclarationSyntax);
        }

        if (
            beside is not { Parent: TypeDeclarationSyntax owner }
            || scope.Any(s => s.Name == name)
            || model.Compilation.GetSemanticModel(owner.SyntaxTree).GetDeclaredSymbol(owner) is not { } place
            || place.GetMembers(name).Length > 0
        )
        {
            return null;
        }

        var isPrivate = owner.SyntaxTree == site.SyntaxTree && owner.Span.Contains(site.Span);
        var reference = isPrivate
            ? (ExpressionSyntax)SyntaxFactory.IdentifierName(name)
            : SyntaxFactory.ParseExpression(place.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + name);
        return new(reference.WithAdditionalAnnotations(Simplifier.Annotation), name, value, type, beside, isPrivate);
    }

    private static ISymbol? Best(IEnumerable<ISymbol> candidates, string name) =>
        candidates.OrderBy(s => s.Name == name ? 0 : 1).FirstOrDefault();

    /// <summary>Declares the constant where it does not exist yet.</summary>
    public async Task DeclareAsync(FixSession session, CancellationToken cancellation)
    {
        if (_declareBefore is not { Parent: { } owner } || !session.IsFirst(owner, _name))
            return;

        var editor = await session.EditAsync(_declareBefore.SyntaxTree, cancellation).ConfigureAwait(false);
        var keyword = _type.ToMinimalDisplayString(editor.SemanticModel, _declareBefore.SpanStart);
        var number = _type.TypeKind == TypeKind.Enum ? $"({keyword})0x{_value:X8}" : $"0x{_value:X8}";
        Insertion.Before(
            editor,
            _declareBefore,
            SyntaxFactory.ParseMemberDeclaration($"{(_isPrivate ? "private" : "internal")} const {keyword} {_name} = {number};")!
        );
    }

    /// <summary>A constant int converts to every one of these that holds its value.</summary>
    private static bool IsInteger(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private static bool HasValue(ISymbol symbol, long value) =>
        symbol switch
        {
            IFieldSymbol { HasConstantValue: true, ConstantValue: var constant } => ConstantValues.Of(constant) == value,
            ILocalSymbol { HasConstantValue: true, ConstantValue: var constant } => ConstantValues.Of(constant) == value,
            _ => false,
        };

    private static ITypeSymbol TypeOf(ISymbol symbol) => symbol is IFieldSymbol field ? field.Type : ((ILocalSymbol)symbol).Type;
}
