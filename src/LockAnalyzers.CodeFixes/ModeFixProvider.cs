using System.Globalization;
using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes;

/// <summary>Mends the flags that a diagnostic points at, as its properties say: adds one, takes one away, or puts one in the place of another.</summary>
public abstract class ModeFixProvider : LockFixProvider
{
    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (model is null || root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax mode)
            return null;
        if (diagnostic.Properties.ContainsKey(ModeFix.Wrapper))
            return AskWrapper(document, model, mode);
        if (CallOf(root, mode, diagnostic) is not { } call || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol native)
            return null;

        return MendOf(new FlagMending(document, model, mode, native, cancellation), mode, diagnostic);
    }

    /// <summary>The edit that the properties ask for.</summary>
    private protected virtual Mend? MendOf(FlagMending mending, ExpressionSyntax mode, Diagnostic diagnostic)
    {
        var flag = diagnostic.Properties.TryGetValue(ModeFix.Flag, out var name) && name is not null ? NativeFlag.Called(name) : null;
        return Number(diagnostic, ModeFix.Removed) is { } removed ? mending.Remove(mode, removed, flag)
            : flag is null || Number(diagnostic, ModeFix.Value) is not { } value ? null
            : Number(diagnostic, ModeFix.Replaced) is { } old ? mending.Replace(mode, old, flag, value)
            : mending.Add(mode, flag);
    }

    /// <summary>The lock call that the mode belongs to: around it, or where the diagnostic points.</summary>
    private static InvocationExpressionSyntax? CallOf(SyntaxNode root, ExpressionSyntax mode, Diagnostic diagnostic)
    {
        var argument = mode.AncestorsAndSelf().OfType<ArgumentSyntax>().FirstOrDefault(a => a.Parent?.Parent is InvocationExpressionSyntax);
        return argument is not null && argument.Span.Length > 0 && diagnostic.AdditionalLocations.All(l => !IsCallOf(root, l, mode))
            ? (InvocationExpressionSyntax)argument.Parent!.Parent!
            : diagnostic.AdditionalLocations
                .Where(l => IsCallOf(root, l, mode))
                .Select(l => root.FindNode(l.SourceSpan, getInnermostNodeForTie: true) as InvocationExpressionSyntax)
                .FirstOrDefault();
    }

    private static bool IsCallOf(SyntaxNode root, Location location, ExpressionSyntax mode) =>
        location.SourceTree == root.SyntaxTree && mode.FirstAncestorOrSelf<ArgumentSyntax>() is null
        && root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) is InvocationExpressionSyntax;

    private static long? Number(Diagnostic diagnostic, string property) =>
        diagnostic.Properties.TryGetValue(property, out var text) && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The other bool, or the member of the enum that says exclusive.</summary>
    private static Mend? AskWrapper(Document document, SemanticModel model, ExpressionSyntax mode)
    {
        var type = model.GetTypeInfo(mode).Type;
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
}
