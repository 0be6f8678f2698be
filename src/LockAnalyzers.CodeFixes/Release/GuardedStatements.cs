using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.CodeFixes.Range;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>The statements of a block from the first that runs with a lock on: what asks for it, and tests the outcome, stays before them.</summary>
internal readonly record struct GuardedStatements(BlockSyntax Block, int First)
{
    /// <summary>The index behind the acquire and the statements that test its outcome, whatever they make of it.</summary>
    public static int After(SemanticModel model, BlockSyntax block, StatementSyntax acquire, CancellationToken cancellation)
    {
        var index = block.Statements.IndexOf(acquire) + 1;
        if (OutcomeOf(model, acquire, cancellation) is { } outcome)
        {
            while (
                index < block.Statements.Count
                && block.Statements[index] is IfStatementSyntax { Else: null } test
                && SymbolReferences.Mention(test.Condition, outcome, model, cancellation)
            )
                index++;
        }

        return index;
    }

    /// <summary>The statements that run only with the lock; null where a path may come to them without it.</summary>
    public static GuardedStatements? Surely(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } acquire)
            return null;

        var index = block.Statements.IndexOf(acquire);
        if (acquire is IfStatementSyntax tested)
            return Behind(model, call, tested, e => e == call, cancellation);
        if (acquire is WhileStatementSyntax retried)
            return IsTriedUntilGranted(model, call, retried, cancellation) ? new(block, index + 1) : null;
        if (OutcomeOf(model, acquire, cancellation) is { } outcome)
        {
            return index + 1 < block.Statements.Count && block.Statements[index + 1] is IfStatementSyntax test
                ? Behind(
                    model,
                    call,
                    test,
                    e => e is IdentifierNameSyntax && SymbolReferences.Mention(e, outcome, model, cancellation),
                    cancellation
                )
                : null;
        }

        return acquire is ExpressionStatementSyntax { Expression: not AssignmentExpressionSyntax } ? new(block, index + 1) : null;
    }

    /// <summary>What runs behind a test that leaves when the lock is refused, or inside one for its being granted.</summary>
    private static GuardedStatements? Behind(
        SemanticModel model,
        InvocationExpressionSyntax call,
        IfStatementSyntax test,
        Func<ExpressionSyntax, bool> isOutcome,
        CancellationToken cancellation
    )
    {
        if (
            IsZeroGranted(model, call, cancellation) is not { } isZeroGranted
            || Tells(model, test.Condition, isOutcome, isZeroGranted) is not { } isGranted
        )
            return null;
        if (isGranted)
            return test.Statement is BlockSyntax granted ? new(granted, 0) : null;

        return
            test is { Else: null, Parent: BlockSyntax block }
            && model.AnalyzeControlFlow(test.Statement) is { Succeeded: true, EndPointIsReachable: false }
            ? new(block, block.Statements.IndexOf(test) + 1)
            : null;
    }

    private static bool IsTriedUntilGranted(
        SemanticModel model,
        InvocationExpressionSyntax call,
        WhileStatementSyntax loop,
        CancellationToken cancellation
    ) =>
        IsZeroGranted(model, call, cancellation) is { } isZeroGranted
        && Tells(model, loop.Condition, e => e == call, isZeroGranted) == false
        && !loop.Statement.DescendantNodesAndSelf().Any(n => n is BreakStatementSyntax or GotoStatementSyntax);

    /// <summary>True for a condition that says that the lock is granted, false for one that says that it is refused.</summary>
    private static bool? Tells(
        SemanticModel model,
        ExpressionSyntax condition,
        Func<ExpressionSyntax, bool> isOutcome,
        bool isZeroGranted
    ) =>
        condition switch
        {
            ParenthesizedExpressionSyntax { Expression: var inner } => Tells(model, inner, isOutcome, isZeroGranted),
            _ when isOutcome(condition) => !isZeroGranted,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var inner } => !Tells(
                model,
                inner,
                isOutcome,
                isZeroGranted
            ),
            BinaryExpressionSyntax { Left: var left, Right: var right } comparison when isOutcome(left) => comparison.Kind() switch
            {
                SyntaxKind.EqualsExpression when RangeCall.IsConstant(model, right, 0) => isZeroGranted,
                SyntaxKind.NotEqualsExpression when RangeCall.IsConstant(model, right, 0) => !isZeroGranted,
                SyntaxKind.EqualsExpression when RangeCall.IsConstant(model, right, -1) => isZeroGranted ? false : null,
                SyntaxKind.NotEqualsExpression when RangeCall.IsConstant(model, right, -1) => isZeroGranted ? true : null,
                SyntaxKind.LessThanExpression when RangeCall.IsConstant(model, right, 0) => isZeroGranted ? false : null,
                _ => null,
            },
            _ => null,
        };

    /// <summary>Whether zero means that the lock is granted; null where the call does not say.</summary>
    private static bool? IsZeroGranted(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
            return null;

        return new LockRecognizer(model.Compilation, DeclaredWrappers.None).FunctionOf(method)?.Result switch
        {
            ResultConvention.ZeroIsSuccess => true,
            ResultConvention.NonZeroIsSuccess => false,
            _ => method.ReturnType.SpecialType == SpecialType.System_Boolean ? false : null,
        };
    }

    /// <summary>The local or member that the outcome of an acquire is put into.</summary>
    private static ISymbol? OutcomeOf(SemanticModel model, StatementSyntax acquire, CancellationToken cancellation) =>
        acquire switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => model.GetDeclaredSymbol(
                variables[0],
                cancellation
            ),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } => model
                .GetSymbolInfo(assignment.Left, cancellation)
                .Symbol,
            _ => null,
        };
}
