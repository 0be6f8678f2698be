using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>
/// The statements of a block from the first that runs only with the lock: behind the acquire, and behind the test of its result where there
/// is one.
/// </summary>
internal readonly record struct GuardedStatements(BlockSyntax Block, int First)
{
    public bool IsEmpty => First == Block.Statements.Count;

    /// <summary>From the first of the statements to the end of the block.</summary>
    public TextSpan Span => TextSpan.FromBounds(Block.Statements[First].SpanStart, Block.Span.End);

    public bool Contain(SyntaxNode node)
    {
        var (block, first) = this;
        return block.Statements.Skip(first).Any(s => s.Contains(node));
    }

    /// <summary>
    /// The index in its block of the first statement that neither acquires the lock nor tests the result, whatever the tests do.
    /// </summary>
    public static int IndexAfter(SemanticModel model, BlockSyntax block, StatementSyntax acquire, CancellationToken cancellation)
    {
        var index = block.Statements.IndexOf(acquire) + 1;
        if (ResultOf(model, acquire, cancellation) is { } result)
        {
            while (
                index < block.Statements.Count
                && block.Statements[index] is IfStatementSyntax { Else: null } test
                && SymbolReferences.Mention(test.Condition, result, model, cancellation)
            )
                index++;
        }

        return index;
    }

    /// <summary>The statements that run only with the lock; null where a path may reach them without it.</summary>
    public static GuardedStatements? Surely(FixContext context, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } acquire)
            return null;

        var next = block.Statements.IndexOf(acquire) + 1;
        var result = ResultOf(context.Model, acquire, cancellation);
        return acquire switch
        {
            IfStatementSyntax test => BehindTest(context, call, test, e => e == call, cancellation),
            WhileStatementSyntax loop => IsRepeatedUntilGranted(context, call, loop, cancellation) ? new(block, next) : null,
            _ when result is not null => block.Statements.ElementAtOrDefault(next) is IfStatementSyntax test
                ? BehindTest(
                    context,
                    call,
                    test,
                    e => e is IdentifierNameSyntax && SymbolReferences.Mention(e, result, context.Model, cancellation),
                    cancellation
                )
                : null,
            ExpressionStatementSyntax { Expression: not AssignmentExpressionSyntax } => new(block, next),
            _ => null,
        };
    }

    /// <summary>
    /// The statements behind <c>if (refused) return;</c>, or those inside <c>if (granted) { … }</c>; null where the condition tests
    /// something else too.
    /// </summary>
    private static GuardedStatements? BehindTest(
        FixContext context,
        InvocationExpressionSyntax call,
        IfStatementSyntax test,
        Func<ExpressionSyntax, bool> isResult,
        CancellationToken cancellation
    )
    {
        if (
            IsZeroGranted(context, call, cancellation) is not { } isZeroGranted
            || SaysGranted(context.Model, test.Condition, isResult, isZeroGranted) is not { } isGranted
        )
            return null;
        if (isGranted)
            return test.Statement is BlockSyntax granted ? new(granted, 0) : null;

        return
            test is { Else: null, Parent: BlockSyntax block }
            && context.Model.AnalyzeControlFlow(test.Statement) is { Succeeded: true, EndPointIsReachable: false }
            ? new(block, block.Statements.IndexOf(test) + 1)
            : null;
    }

    /// <summary>True for <c>while (!TryLock()) …</c> without a break or goto: the loop ends only with the lock.</summary>
    private static bool IsRepeatedUntilGranted(
        FixContext context,
        InvocationExpressionSyntax call,
        WhileStatementSyntax loop,
        CancellationToken cancellation
    ) =>
        IsZeroGranted(context, call, cancellation) is { } isZeroGranted
        && SaysGranted(context.Model, loop.Condition, e => e == call, isZeroGranted) == false
        && !loop.Statement.DescendantNodesAndSelf().Any(n => n is BreakStatementSyntax or GotoStatementSyntax);

    /// <summary>
    /// True for a condition that is true exactly when the lock is granted, false for one that is true exactly when it is refused.
    /// </summary>
    private static bool? SaysGranted(
        SemanticModel model,
        ExpressionSyntax condition,
        Func<ExpressionSyntax, bool> isResult,
        bool isZeroGranted
    ) =>
        condition switch
        {
            ParenthesizedExpressionSyntax { Expression: var inner } => SaysGranted(model, inner, isResult, isZeroGranted),
            _ when isResult(condition) => !isZeroGranted,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var inner } => !SaysGranted(
                model,
                inner,
                isResult,
                isZeroGranted
            ),
            BinaryExpressionSyntax { Left: var left, Right: var right } comparison when isResult(left) => (
                comparison.Kind(),
                ConstantValues.Of(model, right)
            ) switch
            {
                (SyntaxKind.EqualsExpression, 0) => isZeroGranted,
                (SyntaxKind.NotEqualsExpression, 0) => !isZeroGranted,
                (SyntaxKind.EqualsExpression, -1) => isZeroGranted ? false : null,
                (SyntaxKind.NotEqualsExpression, -1) => isZeroGranted ? true : null,
                (SyntaxKind.LessThanExpression, 0) => isZeroGranted ? false : null,
                _ => null,
            },
            _ => null,
        };

    /// <summary>Whether a result of zero means that the lock is granted; null where the call does not return whether it is.</summary>
    private static bool? IsZeroGranted(FixContext context, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (context.Model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
            return null;

        return context.Recognizer.FunctionOf(method)?.Result switch
        {
            ResultConvention.ZeroIsSuccess => true,
            ResultConvention.NonZeroIsSuccess => false,
            _ => method.ReturnType.SpecialType == SpecialType.System_Boolean ? false : null,
        };
    }

    /// <summary>The local or member that the result of an acquire is put into.</summary>
    private static ISymbol? ResultOf(SemanticModel model, StatementSyntax acquire, CancellationToken cancellation) =>
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
