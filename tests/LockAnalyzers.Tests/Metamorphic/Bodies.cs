using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>The bodies of methods.</summary>
internal static class Bodies
{
    public static void ToExpressions(Rewriting rewriting)
    {
        foreach (var (root, _) in rewriting.Files)
        {
            foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                var only = method.Body is { Statements: [var statement] } ? statement : null;
                var expression = only switch
                {
                    ReturnStatementSyntax { Expression: { } value and not RefExpressionSyntax } => value.ToString(),
                    ExpressionStatementSyntax call => call.Expression.ToString(),
                    ThrowStatementSyntax { Expression: not null } thrown => $"throw {thrown.Expression}",
                    _ => null,
                };
                if (expression is not null && !method.Body!.DescendantTrivia().Any(trivia => trivia.IsDirective))
                    rewriting.Replace(method.Body, $"=> {expression};");
            }
        }
    }

    public static void ToBlocks(Rewriting rewriting)
    {
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                if (
                    method.ExpressionBody is not { Expression: not (ThrowExpressionSyntax or RefExpressionSyntax) and var value }
                    || model.GetDeclaredSymbol(method) is not { } symbol
                    || method.DescendantTrivia().Any(trivia => trivia.IsDirective)
                )
                {
                    continue;
                }

                var isVoid =
                    symbol.ReturnsVoid || (symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { TypeArguments.IsEmpty: true });
                rewriting.Change(
                    root.SyntaxTree,
                    TextSpan.FromBounds(method.ExpressionBody.ArrowToken.SpanStart, value.SpanStart),
                    isVoid ? "{ " : "{ return "
                );
                rewriting.Replace(method.SemicolonToken, "; }");
            }
        }
    }

    /// <summary>Methods that nobody calls, overrides or implements await something first.</summary>
    public static void ToAsync(Rewriting rewriting)
    {
        const string tasks = "global::System.Threading.Tasks.Task";
        var named = (
            from file in rewriting.Files
            from name in file.Root.DescendantNodes().OfType<SimpleNameSyntax>()
            let symbol = file.Model.GetSymbolInfo(name)
            from method in symbol.CandidateSymbols.Append(symbol.Symbol).OfType<IMethodSymbol>()
            select method.OriginalDefinition
        ).ToHashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var (root, model) in rewriting.Files)
        {
            foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                if (
                    method.Body is null
                    || model.GetDeclaredSymbol(method)
                        is not {
                            IsAsync: false,
                            IsOverride: false,
                            IsVirtual: false,
                            Name: not ("Main" or "Dispose"),
                            ReturnsByRef: false,
                            PartialDefinitionPart: null,
                        } symbol
                    || named.Contains(symbol)
                    || symbol.Parameters.Any(parameter => parameter.RefKind != RefKind.None || !CanAwait(parameter.Type))
                    || !(symbol.ReturnsVoid || CanAwait(symbol.ReturnType))
                    || symbol.ExplicitInterfaceImplementations.Length > 0
                    || ImplementsInterface(symbol)
                    || symbol.GetAttributes().Length > 0
                    || method.DescendantNodes().Any(node => CannotAwait(node, model))
                    || method.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().Any(m => m.Modifiers.Any(SyntaxKind.UnsafeKeyword))
                )
                {
                    continue;
                }

                rewriting.Replace(method.ReturnType, "async " + (symbol.ReturnsVoid ? tasks : $"{tasks}<{method.ReturnType}>"));
                rewriting.Insert(root.SyntaxTree, method.Body.OpenBraceToken.Span.End, $" await {tasks}.Yield();");
            }
        }
    }

    public static void ToThrowHelper(Rewriting rewriting)
    {
        var isNeeded = false;
        foreach (var (root, _) in rewriting.Files)
        {
            foreach (var thrown in root.DescendantNodes().OfType<ThrowStatementSyntax>())
            {
                var test = thrown.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : thrown.Parent;
                if (thrown.Expression is null || test is not IfStatementSyntax { Else: null, Parent: BlockSyntax })
                    continue;

                rewriting.Replace(thrown, $"global::{Relation.Aside}.Raise({thrown.Expression});");
                isNeeded = true;
            }
        }

        if (isNeeded)
        {
            rewriting.Add(
                $$"""
                internal static class {{Relation.Aside}}
                {
                    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
                    internal static void Raise(System.Exception exception) => throw exception;
                }
                """
            );
        }
    }

    private static bool CanAwait(ITypeSymbol type) => !type.IsRefLikeType && type.TypeKind != TypeKind.Pointer;

    private static bool ImplementsInterface(IMethodSymbol method) =>
        method
            .ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(method.Name))
            .Any(member =>
                SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)
            );

    private static bool CannotAwait(SyntaxNode node, SemanticModel model) =>
        node
            is YieldStatementSyntax
                or UnsafeStatementSyntax
                or RefExpressionSyntax
                or RefTypeSyntax
                or StackAllocArrayCreationExpressionSyntax
        || (node is VariableDeclaratorSyntax && model.GetDeclaredSymbol(node) is ILocalSymbol local && !CanAwait(local.Type));
}
