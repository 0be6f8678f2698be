using System.Collections.Immutable;
using System.Composition;
using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes;

/// <summary>LOCK1001: makes the lock exclusive.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
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
            || model?.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol native)
        {
            return null;
        }

        var mending = new Mending(document, model, call, native, cancellation);
        return diagnostic.Properties[ModeFix.Api] == nameof(LockApi.LockFileEx) ? mending.AddFlag(flags) : mending.ReplaceShared(flags);
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

    private sealed class Mending(Document document, SemanticModel model, InvocationExpressionSyntax call, IMethodSymbol native, CancellationToken cancellation)
    {
        public Mend? AddFlag(ExpressionSyntax flags)
        {
            // (uint)(LockFlags.FailImmediately): the enum knows the other flags by name.
            if (EnumBehindCast(flags) is { } named && Exclusive(TypeOf(named)!) is { DeclaresNothing: true })
                flags = named;
            if (TypeOf(flags) is not { } type || Exclusive(type) is not { } exclusive)
                return null;
            if (ConstantOf(flags) == 0)
                return Replacing(flags, exclusive.Reference, exclusive);

            var mended = SyntaxFactory.BinaryExpression(SyntaxKind.BitwiseOrExpression, Operand(flags, type), exclusive.Reference);
            return Replacing(flags, flags.Parent is CastExpressionSyntax ? SyntaxFactory.ParenthesizedExpression(mended) : mended, exclusive);
        }

        public Mend? ReplaceShared(ExpressionSyntax flags)
        {
            var shared = flags.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Where(e =>
                e is NameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax
                && e.Parent is not MemberAccessExpressionSyntax
                && ConstantOf(e) == NativeConstants.LockSh).ToList();
            if (shared.Count == 0 || TypeOf(shared[0]) is not { } type
                || NativeConstant.Find(document, model, call, native, type, "LOCK_EX", NativeConstants.LockEx, NamesFlockExclusive) is not { } exclusive)
            {
                return null;
            }

            return async (session, cancel) =>
            {
                var editor = await session.EditAsync(document, cancel).ConfigureAwait(false);
                foreach (var one in shared)
                    editor.ReplaceNode(one, exclusive.Reference.WithTriviaFrom(one));
                await exclusive.DeclareAsync(session, cancel).ConfigureAwait(false);
            };
        }

        private NativeConstant? Exclusive(ITypeSymbol type) => NativeConstant.Find(
            document, model, call, native, type, "LOCKFILE_EXCLUSIVE_LOCK", NativeConstants.LockfileExclusiveLock, NamesLockfileExclusive);

        private Mend Replacing(ExpressionSyntax old, ExpressionSyntax mended, NativeConstant constant) =>
            async (session, cancel) =>
            {
                var editor = await session.EditAsync(document, cancel).ConfigureAwait(false);
                editor.ReplaceNode(old, mended.WithTriviaFrom(old));
                await constant.DeclareAsync(session, cancel).ConfigureAwait(false);
            };

        /// <summary>The expression as the left side of <c>| constant</c>, of the constant's own type.</summary>
        private ExpressionSyntax Operand(ExpressionSyntax flags, ITypeSymbol type)
        {
            var operand = flags.WithoutTrivia();
            var needsCast = ConstantOf(flags) is null && !SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(flags, cancellation).Type, type);
            if (!IsPrimary(operand) && (needsCast || !operand.IsKind(SyntaxKind.BitwiseOrExpression)))
                operand = SyntaxFactory.ParenthesizedExpression(operand);

            return needsCast
                ? SyntaxFactory.CastExpression(SyntaxFactory.ParseTypeName(type.ToMinimalDisplayString(model, flags.SpanStart)), operand)
                : operand;
        }

        /// <summary>The expression of an enum type that is cast to the parameter's type.</summary>
        private ExpressionSyntax? EnumBehindCast(ExpressionSyntax flags) =>
            flags is CastExpressionSyntax { Expression: var operand } && model.GetTypeInfo(operand, cancellation).Type is { TypeKind: TypeKind.Enum } ? operand : null;

        /// <summary>The type that the flags are given in: that of the parameter, or of the enum they are named by.</summary>
        private ITypeSymbol? TypeOf(ExpressionSyntax flags) => model.GetTypeInfo(flags, cancellation) switch
        {
            { Type: { TypeKind: TypeKind.Enum } type } => type,
            { ConvertedType: { TypeKind: not TypeKind.Error } type } => type,
            _ => null,
        };

        private long? ConstantOf(ExpressionSyntax expression) =>
            model.GetConstantValue(expression, cancellation) is { HasValue: true, Value: var value and not (null or string) } && Constants.ValueOf(value) is { IsConstant: true } known
                ? known.Bits.Value
                : null;
    }

    private static bool NamesLockfileExclusive(string name) =>
        Words.NamesWriter(name) && (Words.Has(name, "exclusive") || Words.Has(name, "excl") || Words.Has(name, "lock"));

    private static bool NamesFlockExclusive(string name) =>
        (Words.NamesWriter(name) || Words.EndsWith(name, "ex")) && !Words.Has(name, "lockfile");

    private static bool IsPrimary(ExpressionSyntax expression) => expression
        is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax
        or ParenthesizedExpressionSyntax or CastExpressionSyntax or ElementAccessExpressionSyntax or PrefixUnaryExpressionSyntax
        or CheckedExpressionSyntax or DefaultExpressionSyntax;
}
