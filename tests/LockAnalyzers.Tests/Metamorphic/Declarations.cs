using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>The declarations of native methods.</summary>
internal static class Declarations
{
    private static readonly string[] s_arguments = ["EntryPoint", "SetLastError"];

    /// <summary>As the source generator leaves them: the declaration is partial, and another part implements it.</summary>
    public static void LibraryImports(Rewriting rewriting)
    {
        var types = new HashSet<SyntaxNode>();
        foreach (var (root, _) in rewriting.Files)
        {
            foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsImported))
            {
                var import = method.AttributeLists.SelectMany(list => list.Attributes).Single(IsImport);
                var arguments = import.ArgumentList!.Arguments.Where(argument =>
                    argument.NameEquals is not { Name.Identifier.ValueText: var name } || s_arguments.Contains(name)
                );
                rewriting.Replace(
                    import,
                    $"global::System.Runtime.InteropServices.LibraryImport({string.Join(", ", arguments.Select(a => a.ToString()))})"
                );
                var modifiers = string.Join(' ', method.Modifiers.Where(m => !m.IsKind(SyntaxKind.ExternKeyword)).Append(s_partial));
                if (!method.Modifiers.Any(m => SyntaxFacts.IsAccessibilityModifier(m.Kind())))
                    modifiers = "private " + modifiers;
                rewriting.Change(root.SyntaxTree, method.Modifiers.Span, modifiers);
                var parameters = method.ParameterList.ReplaceNodes(
                    method.ParameterList.Parameters,
                    (parameter, _) => parameter.WithAttributeLists(default).WithDefault(null)
                );
                rewriting.Insert(
                    root.SyntaxTree,
                    method.Span.End,
                    $" {modifiers} {method.ReturnType} {method.Identifier}{parameters} => throw new global::System.NotSupportedException();"
                );
                types.UnionWith(method.Ancestors().OfType<TypeDeclarationSyntax>().Where(type => !IsPartial(type)));
            }
        }

        foreach (var type in types.Cast<TypeDeclarationSyntax>())
            rewriting.Insert(type.SyntaxTree, type.Keyword.SpanStart, "partial ");
    }

    /// <summary>Every native call goes through a method that passes all of its parameters on.</summary>
    public static void Helpers(Rewriting rewriting)
    {
        var helped = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var (call, method) in Relations.NativeCalls(root, model))
            {
                if (
                    method.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax declaration
                    || method.GetDllImportData() is null
                    || method.IsGenericMethod
                    || declaration.Parent is InterfaceDeclarationSyntax
                )
                {
                    continue;
                }

                var name = call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression;
                rewriting.Insert(root.SyntaxTree, name.SpanStart, Relation.Aside);
                if (!helped.Add(method))
                    continue;

                var modifiers = declaration.Modifiers.Where(m => !m.IsKind(SyntaxKind.ExternKeyword));
                var passed = declaration.ParameterList.Parameters.Select(parameter =>
                    string.Join(' ', parameter.Modifiers.Append(parameter.Identifier))
                );
                rewriting.Insert(
                    declaration.SyntaxTree,
                    declaration.Span.End,
                    $" {string.Join(' ', modifiers)} {declaration.ReturnType} {Relation.Aside}{declaration.Identifier}{declaration.ParameterList} => {declaration.Identifier}({string.Join(", ", passed)});"
                );
            }
        }
    }

    private static readonly SyntaxToken s_partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword);

    private static bool IsImported(MethodDeclarationSyntax method) =>
        method.Modifiers.Any(SyntaxKind.ExternKeyword)
        && method.Parent is ClassDeclarationSyntax or StructDeclarationSyntax
        && method.TypeParameterList is null
        && method.AttributeLists.SelectMany(list => list.Attributes).Count(IsImport) == 1;

    private static bool IsImport(AttributeSyntax attribute) =>
        attribute.Name.ToString().Split('.')[^1] is "DllImport" or "DllImportAttribute" && attribute.ArgumentList is not null;

    private static bool IsPartial(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword);
}
