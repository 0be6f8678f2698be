using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>
/// A lock of a whole file that is written out: asked for by a call whose failure throws, and released in the finally of the try that
/// follows.
/// <code>
/// if (flock(file, LOCK_EX) != 0)
///     throw new IOException();
/// try { … } finally { flock(file, LOCK_UN); }
/// </code>
/// </summary>
/// <param name="Acquire">The if statement that asks for the lock.</param>
/// <param name="Releases">The calls that release it, each a statement of its own in the finally.</param>
/// <param name="Opening">What opens the file, where this body does so for the lock alone; null where the file comes from elsewhere.</param>
internal sealed record HandWrittenLock(
    IfStatementSyntax Acquire,
    ImmutableArray<InvocationExpressionSyntax> Releases,
    LocalDeclarationStatementSyntax? Opening
)
{
    public static HandWrittenLock? Of(LockCallFacts call)
    {
        if (
            call
                is not {
                    IsDirect: true,
                    IsAcquire: true,
                    IsUndecided: false,
                    Api: LockApi.LockFileEx or LockApi.Flock,
                    Request: { Waiting: Waiting.Waits, Exclusivity: not Exclusivity.Unknown },
                    HeldAt.IsEmpty: true,
                    Mismatches.IsEmpty: true,
                    UnconditionalReleases.IsEmpty: true,
                }
            || (call.Api == LockApi.LockFileEx && !call.Range.IsWholeFile)
            || call.Call.Handle is not { Type.Name: "SafeFileHandle", Syntax: ExpressionSyntax handle }
            || call.Site.Syntax is not InvocationExpressionSyntax site
            || AsksFor(site) is not { } acquire
            || Next(acquire) is not TryStatementSyntax { Finally: { } final }
        )
            return null;

        var releases = call.ReleaseSites.Select(release => release.Syntax).OfType<InvocationExpressionSyntax>().ToImmutableArray();
        return
            releases.Length == call.ReleaseSites.Length
            && !releases.IsEmpty
            && releases.All(release =>
                release.Parent is ExpressionStatementSyntax { Parent.Parent: FinallyClauseSyntax clause } && clause == final
            )
            ? new(acquire, releases, OpeningOf(call, handle, acquire, releases))
            : null;
    }

    /// <summary>The if statement that does nothing but throw when the call fails.</summary>
    private static IfStatementSyntax? AsksFor(InvocationExpressionSyntax call) =>
        call.Parent
            is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax }
                or BinaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.NotEqualsExpression or (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.LessThanExpression,
                    Parent: IfStatementSyntax
                }
        && call.Parent.Parent is IfStatementSyntax { Else: null } asks
        && OnlyStatementOf(asks.Statement) is ThrowStatementSyntax
            ? asks
            : null;

    private static StatementSyntax OnlyStatementOf(StatementSyntax statement) =>
        statement is BlockSyntax { Statements.Count: 1 } block ? block.Statements[0] : statement;

    private static StatementSyntax? Next(StatementSyntax statement) =>
        statement.Parent is BlockSyntax block ? block.Statements.ElementAtOrDefault(block.Statements.IndexOf(statement) + 1) : null;

    /// <summary>
    /// The <c>using var</c> of a FileStream on a path, in the same block, of which only the lock calls take the handle: the file is nothing
    /// but a lock.
    /// </summary>
    private static LocalDeclarationStatementSyntax? OpeningOf(
        LockCallFacts call,
        ExpressionSyntax handle,
        IfStatementSyntax acquire,
        ImmutableArray<InvocationExpressionSyntax> releases
    ) =>
        call.File
            is SymbolicExpression.OpenedFile
            {
                Site.Syntax: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: >= 2 } arguments } creation
            }
        && arguments[0].NameColon is null
        && arguments[1].Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "OpenOrCreate" }
        && creation.Parent?.Parent
            is VariableDeclaratorSyntax
            {
                Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Declaration.Variables.Count: 1 } opening
            } variable
        && opening.Parent == acquire.Parent
        && handle is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax, Name.Identifier.ValueText: "SafeFileHandle" }
        && opening
            .Parent!.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Identifier.ValueText)
            .All(name => acquire.Condition.Contains(name) || releases.Any(release => release.Contains(name)))
            ? opening
            : null;
}
