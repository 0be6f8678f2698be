using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3005: puts the handle into a using.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UndisposedHandleFixer() : LockFixProvider("Dispose the handle with 'using'", Using, UndisposedHandle.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string Using = nameof(Using);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            context.Node is not InvocationExpressionSyntax call
            || call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } statement
            || context.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
        )
        {
            return null;
        }

        var value = Awaited(call);
        var type = context.Model.GetTypeInfo(value, cancellation).Type;
        if (
            type is null
            || type.Name is "Task" or "ValueTask"
            || !type.AllInterfaces.Append(type).Any(i => i is { Name: "IDisposable", ContainingNamespace.Name: "System" })
        )
            return null;

        var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return statement switch
        {
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, IsConst: false, Declaration.Variables: { Count: 1 } variables } local
                when variables[0].Initializer?.Value == value && !IsAssignedLater(variables[0], statement) => context.Replacing(
                local,
                local.WithoutLeadingTrivia().WithUsingKeyword(keyword).WithLeadingTrivia(local.GetLeadingTrivia())
            ),
            ExpressionStatementSyntax { Expression: var expression } dropped
                when expression == value
                    || expression
                        is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var right }
                        && right == value => async (session, token) =>
            {
                var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
                editor.ReplaceNode(dropped, Declare(dropped, value, keyword, session.FreeName(dropped, "handle")));
            },
            _ => null,
        };
    }

    /// <summary>The expression whose value is the handle: the call, or what awaits it.</summary>
    private static ExpressionSyntax Awaited(InvocationExpressionSyntax call)
    {
        ExpressionSyntax value = call;
        if (
            value.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait",
                Parent: InvocationExpressionSyntax configured
            }
        )
            value = configured;
        return value.Parent is AwaitExpressionSyntax awaiting ? awaiting : value;
    }

    private static LocalDeclarationStatementSyntax Declare(
        ExpressionStatementSyntax dropped,
        ExpressionSyntax value,
        SyntaxToken keyword,
        string name
    ) =>
        SyntaxFactory
            .LocalDeclarationStatement(
                default,
                keyword,
                default,
                SyntaxFactory.VariableDeclaration(
                    SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
                    SyntaxFactory.SingletonSeparatedList(
                        SyntaxFactory.VariableDeclarator(
                            SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space),
                            null,
                            SyntaxFactory.EqualsValueClause(
                                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
                                value.WithoutTrivia()
                            )
                        )
                    )
                ),
                dropped.SemicolonToken
            )
            .WithLeadingTrivia(dropped.GetLeadingTrivia());

    private static bool IsAssignedLater(VariableDeclaratorSyntax variable, StatementSyntax statement) =>
        statement
            .Parent!.DescendantNodes()
            .Any(n =>
                n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left }
                    && left.Identifier.ValueText == variable.Identifier.ValueText
                || n is ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax passed }
                    && passed.Identifier.ValueText == variable.Identifier.ValueText
            );
}
