using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement;

/// <summary>The task of an acquire, and who stops waiting for it without ending it.</summary>
internal static class PendingAcquire
{
    /// <summary>
    /// The call that gives up the acquire while it may still succeed; null where there is none, or where somebody sees to it.
    /// </summary>
    public static SyntaxNode? GivenUpBy(LockCallFacts call)
    {
        if (!call.IsAcquire || call.Api is not (LockApi.FileLocking or LockApi.Declared) && !IsLeftHeldByLambda(call))
            return null;
        if (call.Call.Operation.Arguments.Any(EndsAcquire) || TaskOf(call) is not { } task)
            return null;

        var whole = ThroughViews(task);
        if (GivesUp(whole) is { } directly)
            return directly;

        return
            whole.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }
            && UsesOf(declarator) is var uses
            && !uses.Exists(IsSeenTo)
            ? uses.Select(use => GivesUp(ThroughViews(use))).FirstOrDefault(givingUp => givingUp is not null)
            : null;
    }

    /// <summary>The expression whose value is the task: the acquire, or the <c>Task.Run</c> that it runs in.</summary>
    private static ExpressionSyntax? TaskOf(LockCallFacts call) =>
        call.Call.Operation.Type is INamedTypeSymbol { Name: "Task" or "ValueTask" } ? call.Call.Operation.Syntax as ExpressionSyntax
        : IsLeftHeldByLambda(call) ? RunAround(call.Site.Syntax)
        : null;

    private static bool IsLeftHeldByLambda(LockCallFacts call) =>
        call.Member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } && call.HeldAt.Any(e => e.Kind == ExitKind.Return);

    private static ExpressionSyntax? RunAround(SyntaxNode node) =>
        node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>()?.Parent
            is ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Run" or "StartNew" }
                } run
            }
            ? run
            : null;

    /// <summary>The same task in another guise: <c>.AsTask()</c>, <c>.ConfigureAwait(false)</c>, parentheses.</summary>
    private static ExpressionSyntax ThroughViews(ExpressionSyntax task) =>
        task.Parent switch
        {
            ParenthesizedExpressionSyntax parenthesized => ThroughViews(parenthesized),
            MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "AsTask" or "ConfigureAwait",
                Parent: InvocationExpressionSyntax view
            } access when access.Expression == task => ThroughViews(view),
            _ => task,
        };

    private static SyntaxNode? GivesUp(ExpressionSyntax task) =>
        task.Parent switch
        {
            MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "WaitAsync" or "Wait",
                Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } call
            } access when access.Expression == task => call,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax any } when Calls.NameOf(any.Expression) is "WhenAny" or "WaitAny" =>
                any,
            _ => null,
        };

    /// <summary>True for a use that goes on after the wait: a continuation, or code that is handed the task.</summary>
    private static bool IsSeenTo(ExpressionSyntax use) =>
        use.Ancestors().Any(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
        || ThroughViews(use).Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name is "ContinueWith" or "GetAwaiter" or "Dispose",
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => Calls.NameOf(call.Expression)
                is not ("WhenAny" or "WaitAny"),
            _ => false,
        };

    private static List<ExpressionSyntax> UsesOf(VariableDeclaratorSyntax declarator) =>
        declarator
            .FirstAncestorOrSelf<MemberDeclarationSyntax>()
            ?.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == declarator.Identifier.ValueText)
            .ToList<ExpressionSyntax>()
        ?? [];

    /// <summary>A token or timeout by which the acquire itself ends.</summary>
    private static bool EndsAcquire(IArgumentOperation argument) =>
        argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter }
        && (parameter.Type.Name == "CancellationToken" || IdentifierWords.MentionsWaiting(parameter.Name))
        && argument.Value is not IDefaultValueOperation
        && argument.Value is not IPropertyReferenceOperation { Property.Name: "None" };
}
