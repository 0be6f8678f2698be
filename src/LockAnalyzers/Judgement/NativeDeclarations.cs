using System.Collections.Immutable;
using LockAnalyzers.Interpretation;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>Finds the declarations of lock functions in a compilation, and where they differ from the functions.</summary>
internal sealed class NativeDeclarations(LockCompilation compilation, CancellationToken cancellation)
{
    private static readonly ImmutableHashSet<string> EntryPoints = NativeSignature
        .All.Select(row => row.Name)
        .ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mismatches by the file that they are reported in. What several declarations share is reported once.</summary>
    public ILookup<SyntaxTree, DeclarationMismatch> Mismatches()
    {
        var pointerSize = PointerSize(compilation.Models.Compilation.Options.Platform);
        return compilation
            .TreesAbout(FileTopics.Calls)
            .SelectMany(DeclarationsIn)
            .SelectMany(declaration => new SignatureComparison(declaration, pointerSize).Mismatches())
            .GroupBy(m =>
                m.Kind is MismatchKind.FieldPlace or MismatchKind.FieldWidth or MismatchKind.StructSize
                    ? (object)m.Structure!.ToDisplayString()
                    : m.Place
            )
            .Select(same => same.First())
            .ToLookup(m => m.Place.SourceTree!);
    }

    private IEnumerable<NativeDeclaration> DeclarationsIn(SyntaxTree tree)
    {
        var imports = compilation.AttributedMethodsIn(tree).Where(MayImport).ToList();
        var names = NamesIn(tree).ToList();
        if ((imports.Count == 0 && names.Count == 0) || compilation.Models.For(tree) is not { } model)
            return [];

        return imports
            .Select(method => ImportOf(method, model))
            .Concat(names.Select(name => PointerTo(name, model)))
            .OfType<NativeDeclaration>();
    }

    /// <summary>True for a method that may import a lock function, by what it is called or by an entry point that it names.</summary>
    private static bool MayImport(MethodDeclarationSyntax method) =>
        method
            .AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute =>
                attribute.Name.ToString() is var name
                && (name.Contains("DllImport") || name.Contains("LibraryImport"))
                && (
                    EntryPoints.Contains(method.Identifier.ValueText)
                    || attribute.ArgumentList?.Arguments.Any(a => a.NameEquals?.Name.Identifier.ValueText == "EntryPoint") == true
                )
            );

    private NativeDeclaration? ImportOf(MethodDeclarationSyntax method, SemanticModel model) =>
        model.GetDeclaredSymbol(method, cancellation) is { } symbol && NativeImport.Of(symbol) is var (library, entryPoint)
            ? new(symbol, method, entryPoint, library)
            : null;

    /// <summary>The places where code spells the name of a lock function, to look up its address.</summary>
    private IEnumerable<LiteralExpressionSyntax> NamesIn(SyntaxTree tree) =>
        SourceTextFilter.SpellsAddressLookup(tree.GetText(cancellation))
            ? tree.GetRoot(cancellation)
                .DescendantNodes()
                .OfType<LiteralExpressionSyntax>()
                .Where(literal =>
                    literal.IsKind(SyntaxKind.StringLiteralExpression)
                    && literal.Token.ValueText is var text
                    && LockFunction.Native.ContainsKey(text)
                    && literal.Parent is ArgumentSyntax
                )
            : [];

    /// <summary>
    /// The function pointer or delegate that the address of a function becomes: where it is looked up, or where the local is used that
    /// keeps it.
    /// </summary>
    private NativeDeclaration? PointerTo(LiteralExpressionSyntax name, SemanticModel model)
    {
        var lookup = name.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (lookup is null)
            return null;

        var local = lookup.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.ValueText;
        var uses =
            local is not null && Bodies.Around(lookup) is { } body
                ? body.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == local)
                : Enumerable.Empty<SyntaxNode>();
        return uses.Prepend(lookup).Select(use => Typed(use, model, name.Token.ValueText)).FirstOrDefault(found => found is not null);
    }

    private NativeDeclaration? Typed(SyntaxNode address, SemanticModel model, string entryPoint)
    {
        for (var node = address; node is not (null or StatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            if (node is CastExpressionSyntax { Type: FunctionPointerTypeSyntax type })
                return model.GetTypeInfo(type, cancellation).Type is IFunctionPointerTypeSymbol pointer
                    ? new(pointer.Signature, type, entryPoint, null)
                    : null;

            if (
                node is InvocationExpressionSyntax call
                && Calls.NameOf(call.Expression) == "GetDelegateForFunctionPointer"
                && DelegateOf(call, model)?.DelegateInvokeMethod is { } invoke
                && invoke.ContainingType.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                    is DelegateDeclarationSyntax declared
                && compilation.IsAbout(declared.SyntaxTree, FileTopics.Calls)
            )
                return new(invoke, declared, entryPoint, null);
        }

        return null;
    }

    private INamedTypeSymbol? DelegateOf(InvocationExpressionSyntax call, SemanticModel model) =>
        (model.GetSymbolInfo(call, cancellation).Symbol as IMethodSymbol)?.TypeArguments.FirstOrDefault() as INamedTypeSymbol
        ?? call.ArgumentList.Arguments.Select(a => a.Expression)
            .OfType<TypeOfExpressionSyntax>()
            .Select(t => model.GetTypeInfo(t.Type, cancellation).Type)
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault();

    /// <summary>A program for any processor runs with 64 bits wherever it can.</summary>
    private static int PointerSize(Platform platform) => platform is Platform.X86 or Platform.Arm or Platform.AnyCpu32BitPreferred ? 4 : 8;
}
