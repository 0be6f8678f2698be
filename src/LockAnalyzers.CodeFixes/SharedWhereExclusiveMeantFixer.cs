using System.Collections.Immutable;
using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes;

/// <summary>LOCK1001: makes the lock exclusive.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SharedWhereExclusiveMeantFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string MakeExclusive = nameof(MakeExclusive);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(SharedWhereExclusiveMeant.Id);

    private protected override string Title => "Make the lock exclusive";

    private protected override string Key => MakeExclusive;

    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (diagnostic.Properties[ModeFix.Api] == ModeFix.Wrapper)
            return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax mode ? AskWrapper(document, model, mode, cancellation) : null;
        if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } flags
            || model?.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol native
            || FlagsType(model, flags, cancellation) is not { } type)
        {
            return null;
        }

        return diagnostic.Properties[ModeFix.Api] == nameof(LockApi.LockFileEx)
            ? AddFlag(document, model, call, native, type, flags, cancellation)
            : ReplaceShared(document, model, call, native, type, flags, cancellation);
    }

    private static Mend? AddFlag(
        Document document, SemanticModel model, InvocationExpressionSyntax call, IMethodSymbol native, ITypeSymbol type, ExpressionSyntax flags, CancellationToken cancellation)
    {
        var exclusive = NativeConstant.Find(
            model, call, native, type, "LOCKFILE_EXCLUSIVE_LOCK", NativeConstants.LockfileExclusiveLock, Words.NamesWriter);
        if (exclusive is null)
            return null;

        var isNoFlag = model.GetConstantValue(flags, cancellation) is { HasValue: true, Value: var value } && Constants.ValueOf(value).IsZero;
        var mended = isNoFlag
            ? exclusive.Reference
            : SyntaxFactory.BinaryExpression(SyntaxKind.BitwiseOrExpression, Operand(flags.WithoutTrivia()), exclusive.Reference);
        return Replacing(document, flags, mended, exclusive);
    }

    private static Mend? ReplaceShared(
        Document document, SemanticModel model, InvocationExpressionSyntax call, IMethodSymbol native, ITypeSymbol type, ExpressionSyntax flags, CancellationToken cancellation)
    {
        var shared = flags.DescendantNodesAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(e =>
            e is IdentifierNameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax
            && model.GetConstantValue(e, cancellation) is { HasValue: true, Value: var value }
            && Constants.ValueOf(value) is { IsConstant: true, Bits.Value: NativeConstants.LockSh });
        var exclusive = shared is null ? null : NativeConstant.Find(
            model, call, native, type, "LOCK_EX", NativeConstants.LockEx, name => Words.NamesWriter(name) || Words.EndsWith(name, "ex"));
        return exclusive is null ? null : Replacing(document, shared!, exclusive.Reference, exclusive);
    }

    /// <summary>The other bool, or the member of the enum that says exclusive.</summary>
    private static Mend? AskWrapper(Document document, SemanticModel? model, ExpressionSyntax mode, CancellationToken cancellation)
    {
        var type = model?.GetTypeInfo(mode, cancellation).Type;
        var exclusive = mode.Kind() switch
        {
            SyntaxKind.FalseLiteralExpression => SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression),
            SyntaxKind.TrueLiteralExpression => SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression),
            SyntaxKind.SimpleMemberAccessExpression when type?.GetMembers().FirstOrDefault(m => m is IFieldSymbol && Words.NamesWriter(m.Name)) is { } member =>
                (ExpressionSyntax)((MemberAccessExpressionSyntax)mode).WithName(SyntaxFactory.IdentifierName(member.Name)),
            _ => null,
        };

        return exclusive is null ? null : async (session, token) =>
            (await session.EditAsync(document, token).ConfigureAwait(false)).ReplaceNode(mode, exclusive.WithTriviaFrom(mode));
    }

    private static Mend Replacing(Document document, ExpressionSyntax old, ExpressionSyntax mended, NativeConstant constant) =>
        async (session, cancellation) =>
        {
            var editor = await session.EditAsync(document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(old, mended.WithTriviaFrom(old));
            await constant.DeclareAsync(session, cancellation).ConfigureAwait(false);
        };

    /// <summary>The type that the flags argument is converted to: that of the parameter, or of the enum it is cast from.</summary>
    private static ITypeSymbol? FlagsType(SemanticModel model, ExpressionSyntax flags, CancellationToken cancellation) =>
        model.GetTypeInfo(flags, cancellation) switch
        {
            { Type: { TypeKind: TypeKind.Enum } type } => type,
            { ConvertedType: { TypeKind: not TypeKind.Error } type } => type,
            _ => null,
        };

    private static ExpressionSyntax Operand(ExpressionSyntax expression) => expression
        is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
        or ParenthesizedExpressionSyntax or CastExpressionSyntax or ElementAccessExpressionSyntax or PrefixUnaryExpressionSyntax
        || expression.IsKind(SyntaxKind.BitwiseOrExpression)
            ? expression
            : SyntaxFactory.ParenthesizedExpression(expression);
}
