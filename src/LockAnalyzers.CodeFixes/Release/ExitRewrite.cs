using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>A statement that leaves the method or loop, rewritten so that something is done before.</summary>
internal sealed class ExitRewrite
{
    private readonly StatementSyntax _leaving;
    private readonly ImmutableArray<StatementSyntax> _last;

    /// <summary>
    /// The value that is returned or thrown, if it is to be computed first: what is done before leaving may overwrite the error code that
    /// it
    /// reads, or close the file that it reads from.
    /// </summary>
    private readonly (ExpressionSyntax Value, string Type, string Name)? _kept;

    private ExitRewrite(
        StatementSyntax leaving,
        ImmutableArray<StatementSyntax> last,
        (ExpressionSyntax Value, string Type, string Name)? kept
    ) => (_leaving, _last, _kept) = (leaving, last, kept);

    /// <summary>Plans to run <paramref name="last"/> before a statement leaves; null where that may change what it returns.</summary>
    public static ExitRewrite? Of(StatementSyntax leaving, ImmutableArray<StatementSyntax> last, SemanticModel model) =>
        leaving switch
        {
            ThrowStatementSyntax { Expression: { } thrown } => new(leaving, last, (thrown, "var", "error")),
            ReturnStatementSyntax
            {
                Expression: null
                    or LiteralExpressionSyntax
                    or IdentifierNameSyntax
                    or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or PredefinedTypeSyntax }
                    or DefaultExpressionSyntax
                    or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }
            } => new(leaving, last, null),
            ReturnStatementSyntax { Expression: { } returned } when TypeOf(returned, model) is { } type => new(
                leaving,
                last,
                (returned, type, "result")
            ),
            ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax => new(leaving, last, null),
            _ => null,
        };

    public void Apply(DocumentEditor editor, FixSession session)
    {
        if (_kept is not var (value, type, wanted))
        {
            Insertion.Before(editor, _leaving, _last, isBelowComments: true);
            return;
        }

        var name = session.FreeName(_leaving, wanted);
        Insertion.Before(
            editor,
            _leaving,
            _last.Insert(0, SyntaxFactory.ParseStatement($"{type} {name} = {value.WithoutTrivia().ToFullString()};")),
            isBelowComments: true,
            leaving => leaving.ReplaceNode(ValueOf(leaving), SyntaxFactory.IdentifierName(name).WithTriviaFrom(ValueOf(leaving)))
        );
    }

    private static ExpressionSyntax ValueOf(StatementSyntax leaving) =>
        leaving is ThrowStatementSyntax thrown ? thrown.Expression! : ((ReturnStatementSyntax)leaving).Expression!;

    /// <summary>The type in which to declare a variable for a returned value; null where it has to be returned at once.</summary>
    private static string? TypeOf(ExpressionSyntax value, SemanticModel model)
    {
        if (
            value.DescendantNodesAndSelf().Any(n => n is RefExpressionSyntax or ThrowExpressionSyntax)
            || model.GetTypeInfo(value)
                is not { ConvertedType: { TypeKind: not TypeKind.Error, IsAnonymousType: false } converted, Type: var own }
        )
            return null;

        return SymbolEqualityComparer.IncludeNullability.Equals(own, converted)
            ? "var"
            : converted.ToMinimalDisplayString(model, value.SpanStart);
    }
}
