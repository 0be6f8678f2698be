using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Recognition;

/// <summary>A call of a lock function, with its arguments by role.</summary>
internal sealed class LockCall(LockFunction function, IInvocationOperation operation)
{
    public LockFunction Function { get; } = function;

    public IInvocationOperation Operation { get; } = operation;

    public LockApi Api => Function.Api;

    /// <summary>The file that is locked: the handle argument, or the stream the method is called on.</summary>
    public IOperation? Handle => this[ArgumentRole.Handle] ?? Operation.Instance;

    /// <summary>The argument that plays <paramref name="role"/> as it is written, parentheses included.</summary>
    public SyntaxNode? Syntax(ArgumentRole role)
    {
        var syntax = this[role]?.Syntax;
        while (syntax?.Parent is ParenthesizedExpressionSyntax or CheckedExpressionSyntax)
            syntax = syntax.Parent;

        return syntax;
    }

    /// <summary>The argument that plays <paramref name="role"/>, matched by parameter and not by place in the source.</summary>
    public IOperation? this[ArgumentRole role] => ArgumentOf(role)?.Value;

    /// <summary>The argument as it is written, or null where the call leaves it to the parameter's default.</summary>
    public ArgumentSyntax? SyntaxOf(ArgumentRole role)
    {
        for (
            var node = ArgumentOf(role) is { ArgumentKind: ArgumentKind.Explicit } argument ? argument.Value.Syntax : null;
            node is not null && node != Operation.Syntax;
            node = node.Parent
        )
        {
            if (node is ArgumentSyntax { Parent: ArgumentListSyntax list } written && list.Parent == Operation.Syntax)
                return written;
        }

        return null;
    }

    public IArgumentOperation? ArgumentOf(ArgumentRole role)
    {
        var ordinal = Function.Parameters.IndexOf(role);
        if (ordinal < 0)
            return null;

        foreach (var argument in Operation.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
                return argument;
        }

        return null;
    }
}
