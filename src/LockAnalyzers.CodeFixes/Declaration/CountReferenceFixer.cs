using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes.Declaration;

/// <summary>
/// LOCK5002: keeps the SafeHandle open, by its reference count, around the statement that uses its raw handle. Offered where the native
/// declaration cannot take the SafeHandle itself.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CountReferenceFixer()
    : LockFixProvider("Keep the SafeHandle open during the call", CountReference, RawHandleOutlived.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string CountReference = nameof(CountReference);

    private protected override async Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation)
    {
        if (
            DeclarationFixData.TryRead(context.Diagnostic) is not { Edit: DeclarationEdit.PassSafeHandle or DeclarationEdit.CountReference }
            || context.Node is not ExpressionSyntax taken
            || taken.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || HandleOf(taken, context.Model, cancellation) is not { } handle
            || !IsInCall(taken)
            || Parts(statement, context.Model, cancellation) is not var (declaration, tried)
            || await SafeHandlePlan.ForAsync(context, cancellation).ConfigureAwait(false) is not null
        )
            return null;

        return async (session, token) =>
        {
            if (!session.IsFirst(statement, CountReference))
                return;

            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            var counted = session.FreeName(statement, "counted");
            var endOfLine = Trivia.EndOfLineIn(context.Root.SyntaxTree);
            var made = new List<StatementSyntax>();
            if (declaration is not null)
                made.Add(declaration.WithTrailingTrivia(endOfLine));
            made.Add(SyntaxFactory.ParseStatement($"var {counted} = false;").WithTrailingTrivia(endOfLine));
            made[0] = made[0].WithLeadingTrivia(statement.GetLeadingTrivia());
            var release = SyntaxFactory.IfStatement(
                SyntaxFactory.IdentifierName(counted),
                SyntaxFactory.ParseStatement($"{handle}.DangerousRelease();")
            );
            made.Add(
                SyntaxFactory
                    .TryStatement(
                        SyntaxFactory.Block(
                            SyntaxFactory.ParseStatement($"{handle}.DangerousAddRef(ref {counted});"),
                            tried.WithLeadingTrivia(SyntaxFactory.ElasticMarker)
                        ),
                        default,
                        SyntaxFactory.FinallyClause(SyntaxFactory.Block(release))
                    )
                    .WithTrailingTrivia(endOfLine)
            );
            var formatted = made.ConvertAll(s => s.WithAdditionalAnnotations(Formatter.Annotation));
            if (statement.Parent is BlockSyntax)
            {
                editor.InsertBefore(statement, formatted.Take(formatted.Count - 1));
                editor.ReplaceNode(statement, formatted[formatted.Count - 1]);
            }
            else
            {
                editor.ReplaceNode(statement, SyntaxFactory.Block(formatted).WithAdditionalAnnotations(Formatter.Annotation));
            }
        };
    }

    /// <summary>True where the statement that takes the handle is the one that uses it.</summary>
    private static bool IsInCall(ExpressionSyntax taken) =>
        taken.Ancestors().TakeWhile(a => a is not StatementSyntax).Any(a => a is ArgumentSyntax);

    /// <summary>The SafeHandle that is asked for its raw handle, where it can be named twice without another effect.</summary>
    private static ExpressionSyntax? HandleOf(ExpressionSyntax taken, SemanticModel model, CancellationToken cancellation)
    {
        if (
            model.GetOperation(taken, cancellation) is not { } operation
            || FileApi.OwnerOfRawHandle(operation) is not { Syntax: ExpressionSyntax owner, Type: { } type }
            || !owner.DescendantNodesAndSelf().All(n => n is IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax)
        )
            return null;

        return FileApi.IsSafeHandle(type)
            ? owner.WithoutTrivia()
            : SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                owner.WithoutTrivia(),
                SyntaxFactory.IdentifierName("SafeFileHandle")
            );
    }

    /// <summary>What goes before the try, and into it; null for a statement that cannot be moved into one.</summary>
    private static (StatementSyntax? Declaration, StatementSyntax Tried)? Parts(
        StatementSyntax statement,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        switch (statement)
        {
            case ExpressionStatementSyntax
            or ReturnStatementSyntax
            or IfStatementSyntax when !statement.DescendantNodes().Any(n => n is SingleVariableDesignationSyntax):
                return (null, statement);
            case LocalDeclarationStatementSyntax
            {
                UsingKeyword.RawKind: 0,
                IsConst: false,
                Declaration: { Variables: { Count: 1 } variables } declaration
            }
                when variables[0].Initializer is { Value: var value }
                    && !value.DescendantNodes().Any(n => n is SingleVariableDesignationSyntax):
                if (
                    model.GetDeclaredSymbol(variables[0], cancellation)
                    is not ILocalSymbol { IsRef: false, Type: { IsAnonymousType: false, TypeKind: not TypeKind.Error } type }
                )
                    return null;

                var name = variables[0].Identifier.WithoutTrivia();
                var typeName = declaration.Type.IsVar
                    ? type.ToMinimalDisplayString(model, declaration.SpanStart)
                    : declaration.Type.WithoutTrivia().ToString();
                return (
                    SyntaxFactory.ParseStatement($"{typeName} {name};"),
                    SyntaxFactory
                        .ExpressionStatement(
                            SyntaxFactory.AssignmentExpression(
                                SyntaxKind.SimpleAssignmentExpression,
                                SyntaxFactory.IdentifierName(name).WithTrailingTrivia(SyntaxFactory.Space),
                                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
                                value
                            )
                        )
                        .WithTrailingTrivia(statement.GetTrailingTrivia())
                );
            default:
                return null;
        }
    }
}
