using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>Edits of flags as they are written at one place, for calls of one native function.</summary>
internal sealed class FlagEditor(
    Document document,
    SemanticModel model,
    ExpressionSyntax site,
    IMethodSymbol native,
    CancellationToken cancellation
)
{
    public CodeEdit? Add(ExpressionSyntax flags, LockConstant flag)
    {
        // In (uint)(LockFlags.FailImmediately), edit inside of the cast if the enum has a member for the flag.
        if (EnumBehindCast(flags) is { } named && Find(TypeOf(named)!, flag, flag.Value) is { DeclaresNothing: true })
            flags = named;
        if (TypeOf(flags) is not { } type || Find(type, flag, flag.Value) is not { } constant)
            return null;
        if (ConstantOf(flags) == 0)
            return Replacing(flags, constant.Reference, constant);

        var edited = SyntaxFactory.BinaryExpression(SyntaxKind.BitwiseOrExpression, Operand(flags, type), constant.Reference);
        return Replacing(flags, flags.Parent is CastExpressionSyntax ? SyntaxFactory.ParenthesizedExpression(edited) : edited, constant);
    }

    /// <summary>Puts a constant wherever the flags, or the variable they are in, spell the value <paramref name="old"/>.</summary>
    public CodeEdit? Replace(ExpressionSyntax flags, long old, LockConstant flag, long value)
    {
        var spelled = (InitializerOf(flags) ?? flags)
            .DescendantNodesAndSelf()
            .OfType<ExpressionSyntax>()
            .Where(e =>
                e is IdentifierNameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax
                && e.Parent is not MemberAccessExpressionSyntax
                && ConstantOf(e) == old
            )
            .ToList();
        if (
            spelled.Count == 0
            || TypeOf(spelled[0]) is not { } type
            || (Find(type, flag, value, onlyExisting: true) ?? FindForArgument(flags, flag, value) ?? Find(type, flag, value))
                is not { } constant
        )
            return null;

        return async (session, cancel) =>
        {
            var editor = await session.EditAsync(document, cancel).ConfigureAwait(false);
            foreach (var one in spelled)
                editor.ReplaceNode(one, constant.Reference.WithTriviaFrom(one));
            await constant.DeclareAsync(session, cancel).ConfigureAwait(false);
        };
    }

    /// <summary>Removes bits. Where the value is no constant, they are masked by the constant that names them.</summary>
    public CodeEdit? Remove(ExpressionSyntax flags, long bits, LockConstant? flag)
    {
        if (ConstantOf(flags) is { } all)
        {
            if (Without(flags, bits) is { } kept)
                return Replacing(flags, kept.WithoutTrivia(), CommentsLostFrom(flags, kept));
            if ((all & ~bits) == 0)
                return Replacing(flags, Zero(flags));

            return Spelled(flags, all & ~bits);
        }

        if (flag is null || TypeOf(flags) is not { } flagsType || Find(flagsType, flag, bits) is not { } constant)
            return null;

        var mask = SyntaxFactory.PrefixUnaryExpression(SyntaxKind.BitwiseNotExpression, constant.Reference);
        return Replacing(flags, SyntaxFactory.BinaryExpression(SyntaxKind.BitwiseAndExpression, Operand(flags, flagsType), mask), constant);
    }

    /// <summary>Puts the constants of LockFileEx in the place of a bare number.</summary>
    private CodeEdit? Spelled(ExpressionSyntax flags, long value)
    {
        if (TypeOf(flags) is not { } type || (value & ~3) != 0)
            return null;

        var constants = new[] { LockConstant.LockfileExclusiveLock, LockConstant.LockfileFailImmediately }
            .Where(f => (value & f.Value) != 0)
            .Select(f => Find(type, f, f.Value))
            .ToList();
        if (constants.Contains(null))
            return null;

        var edited = constants
            .Select(c => c!.Reference)
            .Aggregate((left, right) => SyntaxFactory.BinaryExpression(SyntaxKind.BitwiseOrExpression, left, right));
        return Replacing(flags, edited, constants.ToArray()!);
    }

    /// <summary>The constant in the type of the parameter that the flags are part of an argument for.</summary>
    private ConstantReference? FindForArgument(ExpressionSyntax flags, LockConstant flag, long value) =>
        flags.FirstAncestorOrSelf<ArgumentSyntax>() is { Expression: var argument } && TypeOf(argument) is { } type
            ? Find(type, flag, value)
            : null;

    private ConstantReference? Find(ITypeSymbol type, LockConstant flag, long value, bool onlyExisting = false) =>
        ConstantReference.Find(document, model, site, native, type, flag.Name, value, name => FlagNames.Mean(name, flag)) is { } found
        && (found.DeclaresNothing || !onlyExisting)
            ? found
            : null;

    private CodeEdit? Replacing(ExpressionSyntax old, ExpressionSyntax edited, SyntaxTriviaList comments) =>
        comments.Any(c => c.IsKind(SyntaxKind.SingleLineCommentTrivia))
            ? null
            : async (session, cancel) =>
            {
                var editor = await session.EditAsync(document, cancel).ConfigureAwait(false);
                var trailing = comments.SelectMany(c => new[] { SyntaxFactory.Space, c }).Concat(old.GetTrailingTrivia());
                editor.ReplaceNode(old, edited.WithLeadingTrivia(old.GetLeadingTrivia()).WithTrailingTrivia(trailing));
            };

    /// <summary>The comments inside an expression that are not inside what is left of it.</summary>
    private static SyntaxTriviaList CommentsLostFrom(ExpressionSyntax old, ExpressionSyntax kept)
    {
        var stays = kept.WithoutTrivia().DescendantTrivia().Select(t => t.ToString()).ToList();
        return SyntaxFactory.TriviaList(
            old.WithoutTrivia().DescendantTrivia().Where(t => Trivia.IsComment(t) && !stays.Contains(t.ToString()))
        );
    }

    private CodeEdit Replacing(ExpressionSyntax old, ExpressionSyntax edited, params ConstantReference[] constants) =>
        async (session, cancel) =>
        {
            var editor = await session.EditAsync(document, cancel).ConfigureAwait(false);
            editor.ReplaceNode(old, edited.WithTriviaFrom(old));
            foreach (var constant in constants)
                await constant.DeclareAsync(session, cancel).ConfigureAwait(false);
        };

    /// <summary>
    /// What is left of <c>A | B | C</c> without the parts that are nothing but <paramref name="bits"/>; null where bits are left or nothing
    /// is.
    /// </summary>
    private ExpressionSyntax? Without(ExpressionSyntax flags, long bits)
    {
        var (left, right) = flags switch
        {
            ParenthesizedExpressionSyntax parenthesized => (
                Without(parenthesized.Expression, bits) is { } inner
                    ? parenthesized.WithExpression(inner.WithTriviaFrom(parenthesized.Expression))
                    : (ExpressionSyntax?)null,
                null
            ),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } or => (Without(or.Left, bits), Without(or.Right, bits)),
            CastExpressionSyntax cast => (
                Without(cast.Expression, bits) is { } inner ? cast.WithExpression(inner.WithTriviaFrom(cast.Expression)) : null,
                null
            ),
            _ => (ConstantOf(flags) is { } value && (value & bits) == 0 && value != 0 ? flags : null, null),
        };
        if (flags is BinaryExpressionSyntax both && left is not null && right is not null)
            return both.WithLeft(left.WithTriviaFrom(both.Left)).WithRight(right.WithTriviaFrom(both.Right));

        // If a part contains other bits too, as the literal 3 does, the bits cannot be removed by leaving out parts.
        return
            flags is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } split
            && ((left is null && !IsNothingBut(split.Left, bits)) || (right is null && !IsNothingBut(split.Right, bits)))
            ? null
            : left ?? right;
    }

    private bool IsNothingBut(ExpressionSyntax part, long bits) => ConstantOf(part) is { } value && (value & ~bits) == 0;

    private ExpressionSyntax Zero(ExpressionSyntax flags) =>
        flags is CastExpressionSyntax cast ? cast.WithExpression(Number(0)) : Number(0);

    private static LiteralExpressionSyntax Number(int value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));

    /// <summary>The initializer of a local that is read here alone and gets no other value.</summary>
    private ExpressionSyntax? InitializerOf(ExpressionSyntax flags)
    {
        if (
            flags is not IdentifierNameSyntax
            || model.GetSymbolInfo(flags, cancellation).Symbol is not ILocalSymbol local
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                is not VariableDeclaratorSyntax { Initializer.Value: var value } declarator
        )
        {
            return null;
        }

        var uses =
            declarator
                .FirstAncestorOrSelf<MemberDeclarationSyntax>()
                ?.DescendantNodes()
                .OfType<IdentifierNameSyntax>()
                .Where(n => n.Identifier.ValueText == local.Name && n != flags)
            ?? [];
        return uses.All(u =>
            u.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.OrAssignmentExpression } assignment && assignment.Left == u
        )
            ? value
            : null;
    }

    /// <summary>The expression as the left operand of <c>| constant</c>, cast to the type of the constant where it has another.</summary>
    private ExpressionSyntax Operand(ExpressionSyntax flags, ITypeSymbol type)
    {
        var operand = flags.WithoutTrivia();
        var needsCast =
            ConstantOf(flags) is null && !SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(flags, cancellation).Type, type);
        if (!IsPrimary(operand) && (needsCast || !operand.IsKind(SyntaxKind.BitwiseOrExpression)))
            operand = SyntaxFactory.ParenthesizedExpression(operand);

        return needsCast
            ? SyntaxFactory.CastExpression(SyntaxFactory.ParseTypeName(type.ToMinimalDisplayString(model, flags.SpanStart)), operand)
            : operand;
    }

    /// <summary>The expression of an enum type that is cast to the parameter's type.</summary>
    private ExpressionSyntax? EnumBehindCast(ExpressionSyntax flags) =>
        flags is CastExpressionSyntax { Expression: var operand }
        && model.GetTypeInfo(operand, cancellation).Type is { TypeKind: TypeKind.Enum }
            ? operand
            : null;

    /// <summary>The type that the flags are given in: that of the parameter, or of the enum they are named by.</summary>
    private ITypeSymbol? TypeOf(ExpressionSyntax flags) =>
        model.GetTypeInfo(flags, cancellation) switch
        {
            { Type: { TypeKind: TypeKind.Enum } type } => type,
            { ConvertedType: { TypeKind: not TypeKind.Error } type } => type,
            _ => null,
        };

    private long? ConstantOf(ExpressionSyntax expression) => ConstantValues.Of(model, expression, cancellation);

    private static bool IsPrimary(ExpressionSyntax expression) =>
        expression
            is LiteralExpressionSyntax
                or IdentifierNameSyntax
                or MemberAccessExpressionSyntax
                or InvocationExpressionSyntax
                or ParenthesizedExpressionSyntax
                or CastExpressionSyntax
                or ElementAccessExpressionSyntax
                or PrefixUnaryExpressionSyntax
                or CheckedExpressionSyntax
                or DefaultExpressionSyntax;
}
