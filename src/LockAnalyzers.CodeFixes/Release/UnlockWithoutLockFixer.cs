using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3008: moves the close behind the unlock, or makes a reader or writer leave the file open.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnlockWithoutLockFixer()
    : LockFixProvider("Keep the file open until it is unlocked", UnlockBeforeClosing, UnlockWithoutLock.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string UnlockBeforeClosing = nameof(UnlockBeforeClosing);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation) =>
        ReleaseFixData.TryRead(context.Diagnostic) is { Closings: { Length: 1 } closings } data && context.At(closings[0]) is { } closing
            ? MoveBehind(context, data, closing) ?? LeaveOpen(context, closing, cancellation)
            : null;

    /// <summary>Moves the statement that closes the file behind the one that unlocks it, if both are in one block.</summary>
    private static CodeEdit? MoveBehind(FixContext context, ReleaseFixData data, SyntaxNode closing)
    {
        if (
            closing.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax block } close
            || context.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } unlock
            || unlock.Parent != block
            || !Directives.AreBalanced(Directives.In([close]))
        )
        {
            return null;
        }

        var flush = FlushStatement.Of(context, data, close.SpanStart);
        if (flush is null && data.BufferedWrite is not null)
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            Insertion.After(editor, unlock, close);
            if (flush is null)
                editor.RemoveNode(close, SyntaxRemoveOptions.KeepUnbalancedDirectives);
            else
                editor.ReplaceNode(
                    close,
                    flush
                        .WithLeadingTrivia(SyntaxFactory.Whitespace(Indentation.Of(close)))
                        .WithTrailingTrivia(CodeLayout.Around(close).EndOfLine)
                );
        };
    }

    /// <summary>Makes a reader or writer leave its stream open, if something else closes the stream.</summary>
    private static CodeEdit? LeaveOpen(FixContext context, SyntaxNode closing, CancellationToken cancellation)
    {
        if (
            ClosedBy(closing, context.Model, cancellation) is not { } variable
            || variable.Initializer?.Value
                is not BaseObjectCreationExpressionSyntax { ArgumentList: { Arguments.Count: > 0 } arguments } creation
            || arguments.Arguments[0].Expression is not IdentifierNameSyntax stream
            || context.Model.GetSymbolInfo(stream, cancellation).Symbol is not { } under
            || !IsClosedElsewhere(under, cancellation)
        )
        {
            return null;
        }

        return LeftOpen(creation, arguments)
            .Where(open =>
                context.Model.GetSpeculativeSymbolInfo(creation.SpanStart, open, SpeculativeBindingOption.BindAsExpression).Symbol
                is IMethodSymbol
            )
            .Select(open => context.Replacing(creation, open))
            .FirstOrDefault();
    }

    /// <summary>
    /// The creation with <c>leaveOpen: true</c>, and with the arguments that must come before it in older frameworks or for other writers:
    /// each
    /// form that may compile.
    /// </summary>
    private static IEnumerable<BaseObjectCreationExpressionSyntax> LeftOpen(
        BaseObjectCreationExpressionSyntax creation,
        ArgumentListSyntax arguments
    )
    {
        string[] defaults =
            arguments.Arguments.Count == 1
                ? ["", "Encoding.UTF8, ", "System.Text.Encoding.UTF8, ", "new System.Text.UTF8Encoding(false), 1024, "]
                : ["", "1024, "];
        foreach (var before in defaults)
        {
            var added = SyntaxFactory
                .ParseArgumentList($"({before}leaveOpen: true)")
                .Arguments.Select(a => a.WithLeadingTrivia(SyntaxFactory.Space));
            yield return creation.WithArgumentList(arguments.WithArguments(arguments.Arguments.AddRange(added)));
        }
    }

    /// <summary>The variable that a using or a call closes.</summary>
    private static VariableDeclaratorSyntax? ClosedBy(SyntaxNode closing, SemanticModel model, CancellationToken cancellation) =>
        closing.FirstAncestorOrSelf<StatementSyntax>() switch
        {
            UsingStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0],
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Declaration.Variables: { Count: 1 } variables } => variables[0],
            ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax closed }
                }
            } => model.GetSymbolInfo(closed, cancellation).Symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                as VariableDeclaratorSyntax,
            _ => null,
        };

    private static bool IsClosedElsewhere(ISymbol stream, CancellationToken cancellation) =>
        stream is not ILocalSymbol
        || stream.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
            is VariableDeclaratorSyntax
            {
                Parent.Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }
            };
}
