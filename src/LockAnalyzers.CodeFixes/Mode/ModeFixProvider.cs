using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>Changes the flags, the constant or the argument that a diagnostic points at, as its data says.</summary>
public abstract class ModeFixProvider : LockFixProvider
{
    private protected ModeFixProvider(string title, string key, params string[] ids)
        : base(title, key, ids) { }

    /// <summary>The edit that this fix makes. It is the one that the diagnostic asks for, unless a fix offers another choice.</summary>
    private protected virtual ModeFixData Choose(ModeFixData data) => data;

    private protected sealed override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (ModeFixData.TryRead(context.Diagnostic) is not { } told)
            return null;

        var data = Choose(told);
        return (data.Edit, context.Node) switch
        {
            (ModeEdit.Renumber, var constant) => Renumbering.Find(context, constant, data.NewValue),
            (ModeEdit.AskWrapper, ExpressionSyntax mode) => AskWrapper(context, mode),
            (_, ExpressionSyntax mode) when EditorFor(context, mode, data, cancellation) is { } editor => data switch
            {
                { Edit: ModeEdit.Add, Flag: { } flag } => editor.Add(mode, flag),
                { Edit: ModeEdit.Replace, Flag: { } flag } => editor.Replace(mode, data.OldValue, flag, data.NewValue),
                { Edit: ModeEdit.Remove } => editor.Remove(mode, data.OldValue, data.Flag),
                _ => null,
            },
            _ => null,
        };
    }

    /// <summary>
    /// The editor for the lock call that the mode belongs to: the one that the diagnostic names, or else the one around it.
    /// </summary>
    private static FlagEditor? EditorFor(FixContext context, ExpressionSyntax mode, ModeFixData data, CancellationToken cancellation)
    {
        var call = data.Call is { } location
            ? context.At(location) as InvocationExpressionSyntax
            : mode.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(i => i.ArgumentList.Contains(mode));
        return call is not null && context.Model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol native
            ? new(context.Document, context.Model, mode, native, cancellation)
            : null;
    }

    /// <summary>Passes the other bool, or the member of the enum that says exclusive.</summary>
    private static CodeEdit? AskWrapper(FixContext context, ExpressionSyntax mode)
    {
        var type = context.Model.GetTypeInfo(mode).Type;
        var exclusive = mode.Kind() switch
        {
            SyntaxKind.FalseLiteralExpression => SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression),
            SyntaxKind.TrueLiteralExpression => SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression),
            SyntaxKind.SimpleMemberAccessExpression
                when type?.GetMembers().FirstOrDefault(m => m is IFieldSymbol && IdentifierWords.MentionsWriter(m.Name)) is { } member =>
                (ExpressionSyntax)((MemberAccessExpressionSyntax)mode).WithName(SyntaxFactory.IdentifierName(member.Name)),
            _ => null,
        };

        return exclusive is null ? null : context.Replacing(mode, exclusive.WithTriviaFrom(mode));
    }
}
