using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>The statement that releases what a lock call takes, by the unlock function that is declared beside the lock function.</summary>
/// <param name="Statement">The call.</param>
/// <param name="Constant">The constant that it names, which may have to be declared.</param>
/// <param name="Function">The function that it calls, where it is to be declared beside that of the lock call.</param>
internal sealed record UnlockStatement(
    StatementSyntax Statement,
    ConstantReference? Constant = null,
    (MethodDeclarationSyntax Declaration, MethodDeclarationSyntax Behind)? Function = null
)
{
    /// <summary>Declares what the statement needs.</summary>
    public async Task DeclareAsync(FixSession session, CancellationToken cancellation)
    {
        if (Constant is not null)
            await Constant.DeclareAsync(session, cancellation).ConfigureAwait(false);
        if (Function is var (declaration, behind) && session.IsFirst(behind.Parent!, declaration.Identifier.ValueText))
            (await session.EditAsync(behind.SyntaxTree, cancellation).ConfigureAwait(false)).InsertAfter(behind, declaration);
    }

    /// <summary>
    /// The unlock of a lock call; null where there is no function for it, or where an argument may have another value by then.
    /// </summary>
    public static UnlockStatement? Of(RangeCall call) =>
        call.Api switch
        {
            LockApi.FileStream => OfStream(call),
            LockApi.LockFileEx or LockApi.LockFile => OfHandle(call),
            LockApi.Flock => OfDescriptor(call),
            _ => null,
        };

    private static UnlockStatement? OfStream(RangeCall call) =>
        call.Syntax.Expression is MemberAccessExpressionSyntax lockOfStream
        && call.IsStable(ArgumentRole.Offset)
        && call.IsStable(ArgumentRole.Length)
            ? new(Calling(lockOfStream.WithName(SyntaxFactory.IdentifierName("Unlock")), call.Syntax.ArgumentList))
            : null;

    private static UnlockStatement? OfHandle(RangeCall call)
    {
        foreach (var (method, function) in call.Unlocks())
        {
            if (Repeated(call, function) is { } arguments)
                return new(Calling(Beside(call, method.Name), arguments));
        }

        return Declared(call);
    }

    /// <summary>
    /// The unlock by a function that is not declared yet. Its declaration is a copy of the lock function's, with the other name and without
    /// the
    /// flags.
    /// </summary>
    private static UnlockStatement? Declared(RangeCall call)
    {
        var (native, unlocking) =
            call.Api == LockApi.LockFileEx
                ? (LockFunction.LockFileEx, LockFunction.UnlockFileEx)
                : (LockFunction.LockFile, LockFunction.UnlockFile);
        if (
            call.Native.ContainingType.GetMembers(unlocking.Name).Length > 0
            || call
                .Native.DeclaringSyntaxReferences.Select(r => r.GetSyntax())
                .OfType<MethodDeclarationSyntax>()
                .FirstOrDefault(d => d.AttributeLists.Count > 0)
                is not { } declaration
            || declaration.SyntaxTree != call.Syntax.SyntaxTree
            || Trivia.HasComment(declaration.WithoutTrivia())
            || Repeated(call, unlocking) is not { } arguments
        )
        {
            return null;
        }

        var layout = CodeLayout.Around(declaration);
        var literals = declaration.DescendantTokens().Where(t => t.IsKind(SyntaxKind.StringLiteralToken) && t.ValueText == native.Name);
        var unlock = declaration.ReplaceTokens(literals, (old, _) => SyntaxFactory.Literal(unlocking.Name).WithTriviaFrom(old));
        if (native.Parameters.IndexOf(ArgumentRole.Flags) is >= 0 and var flags)
            unlock = unlock.WithParameterList(unlock.ParameterList.WithParameters(unlock.ParameterList.Parameters.RemoveAt(flags)));
        unlock = unlock
            .WithIdentifier(SyntaxFactory.Identifier(unlocking.Name).WithTriviaFrom(declaration.Identifier))
            .WithLeadingTrivia(layout.EndOfLine, SyntaxFactory.Whitespace(Indentation.Of(declaration)))
            .WithTrailingTrivia(layout.EndOfLine);
        return new(Calling(Beside(call, unlocking.Name), arguments), Function: (unlock, declaration));
    }

    private static ExpressionSyntax Beside(RangeCall call, string name) =>
        call.Syntax.Expression is MemberAccessExpressionSyntax access
            ? access.WithName(SyntaxFactory.IdentifierName(name))
            : SyntaxFactory.IdentifierName(name);

    /// <summary>
    /// The arguments of the lock call that the unlock takes too; null where one is not written, or may have another value by then.
    /// </summary>
    private static ArgumentListSyntax? Repeated(RangeCall call, LockFunction unlocking)
    {
        var arguments = unlocking.Parameters.Select(call.ArgumentAt).OfType<ArgumentSyntax>().ToList();
        return
            arguments.Count == unlocking.Parameters.Length
            && unlocking
                .Parameters.Where(r =>
                    r is ArgumentRole.LengthLow or ArgumentRole.LengthHigh or ArgumentRole.OffsetLow or ArgumentRole.OffsetHigh
                )
                .All(call.IsStable)
            ? SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments.Select(a => a.WithNameColon(null).WithoutTrivia())))
            : null;
    }

    private static UnlockStatement? OfDescriptor(RangeCall call)
    {
        if (
            call.TypeOf(ArgumentRole.Flags) is not { } type
            || call.ArgumentAt(ArgumentRole.Flags) is not { } flags
            || ConstantReference.Find(
                call.Document,
                call.Model,
                call.Syntax,
                call.Native,
                type,
                LockConstant.LockUn.Name,
                LockConstant.LockUn.Value,
                name => FlagNames.Mean(name, LockConstant.LockUn)
            )
                is not { } constant
        )
        {
            return null;
        }

        return new(
            Calling(call.Syntax.Expression, call.Syntax.ArgumentList.ReplaceNode(flags, flags.WithExpression(constant.Reference))),
            constant
        );
    }

    private static StatementSyntax Calling(ExpressionSyntax method, ArgumentListSyntax arguments) =>
        SyntaxFactory
            .ExpressionStatement(SyntaxFactory.InvocationExpression(method.WithoutTrivia(), arguments.NormalizeWhitespace()))
            .WithoutTrivia();
}
