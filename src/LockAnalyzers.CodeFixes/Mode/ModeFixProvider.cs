using System.Globalization;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>Mends the flags that a diagnostic points at, as its properties say: adds one, takes one away, or puts one in the place of another.</summary>
public abstract class ModeFixProvider : LockFixProvider
{
    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (fault.Node is not ExpressionSyntax mode)
            return null;
        if (fault[ModeFix.Wrapper] is not null)
            return AskWrapper(fault, mode);
        if (CallOf(fault, mode) is not { } call || fault.Model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol native)
            return null;

        return MendOf(new FlagEditor(fault.Document, fault.Model, mode, native, cancellation), mode, fault);
    }

    /// <summary>The edit that the properties ask for.</summary>
    private protected virtual CodeEdit? MendOf(FlagEditor mending, ExpressionSyntax mode, FixContext fault)
    {
        var flag = fault[ModeFix.Flag] is { } name ? LockConstant.Called(name) : null;
        return Number(fault, ModeFix.Removed) is { } removed ? mending.Remove(mode, removed, flag)
            : flag is null || Number(fault, ModeFix.Value) is not { } value ? null
            : Number(fault, ModeFix.Replaced) is { } old ? mending.Replace(mode, old, flag, value)
            : mending.Add(mode, flag);
    }

    /// <summary>The lock call that the mode belongs to: around it, or where the diagnostic points.</summary>
    private static InvocationExpressionSyntax? CallOf(FixContext fault, ExpressionSyntax mode)
    {
        var others = fault.Diagnostic.AdditionalLocations.Where(l => IsCallOf(fault.Root, l, mode)).ToList();
        var argument = mode.AncestorsAndSelf().OfType<ArgumentSyntax>().FirstOrDefault(a => a.Parent?.Parent is InvocationExpressionSyntax);
        return argument is not null && argument.Span.Length > 0 && others.Count == 0
            ? (InvocationExpressionSyntax)argument.Parent!.Parent!
            : others.Select(l => fault.At(l.SourceSpan) as InvocationExpressionSyntax).FirstOrDefault();
    }

    private static bool IsCallOf(SyntaxNode root, Location location, ExpressionSyntax mode) =>
        location.SourceTree == root.SyntaxTree
        && mode.FirstAncestorOrSelf<ArgumentSyntax>() is null
        && root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) is InvocationExpressionSyntax;

    private static long? Number(FixContext fault, string property) =>
        long.TryParse(fault[property], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The other bool, or the member of the enum that says exclusive.</summary>
    private static CodeEdit? AskWrapper(FixContext fault, ExpressionSyntax mode)
    {
        var type = fault.Model.GetTypeInfo(mode).Type;
        var exclusive = mode.Kind() switch
        {
            SyntaxKind.FalseLiteralExpression => SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression),
            SyntaxKind.TrueLiteralExpression => SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression),
            SyntaxKind.SimpleMemberAccessExpression
                when type?.GetMembers().FirstOrDefault(m => m is IFieldSymbol && IdentifierWords.MentionsWriter(m.Name)) is { } member =>
                (ExpressionSyntax)((MemberAccessExpressionSyntax)mode).WithName(SyntaxFactory.IdentifierName(member.Name)),
            _ => null,
        };

        return exclusive is null ? null : fault.Replacing(mode, exclusive.WithTriviaFrom(mode));
    }
}
