using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Tests.Fixes.Laws;

/// <summary>One and the same code as different people lay it out.</summary>
internal static partial class Layouts
{
    /// <summary>
    /// Those that do not change the tree: what a fix makes of code, laid out anew, is what it makes of the code laid out anew.
    /// </summary>
    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } =
        new Dictionary<string, Func<string, string>>
        {
            ["lines that end in CR LF"] = code => Lf(code).Replace("\n", "\r\n", StringComparison.Ordinal),
            ["tabs"] = code => Spaces().Replace(Lf(code), spaces => new string('\t', spaces.Length / 4)),
            ["braces at the end of the line"] = code => KernighanRitchie(Lf(code)),
        };

    public static string Lf(string code) => code.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Every statement under an <c>if</c>, an <c>else</c> or a loop in braces.</summary>
    public static string Braced(string code)
    {
        var root = JudgedCode.Parse(code).GetRoot();
        while (root.DescendantNodes().OfType<StatementSyntax>().FirstOrDefault(IsUnbraced) is { } statement)
        {
            var outer = Indent(statement.Parent!);
            var block = SyntaxFactory.ParseStatement($"\n{outer}{{\n{outer}    {statement.ToString()}\n{outer}}}\n");
            var before = statement.GetFirstToken().GetPreviousToken();
            root = root.ReplaceSyntax(
                [statement],
                (_, _) => block,
                [before],
                (token, _) => token.WithTrailingTrivia(),
                [],
                (trivia, _) => trivia
            );
            root = JudgedCode.Parse(root.ToFullString()).GetRoot();
        }

        return root.ToFullString();
    }

    /// <summary>Every single statement under an <c>if</c> or a loop without its braces.</summary>
    public static string Unbraced(string code)
    {
        var root = JudgedCode.Parse(code).GetRoot();
        while (root.DescendantNodes().OfType<BlockSyntax>().FirstOrDefault(IsNeedless) is { } block)
            root = JudgedCode.Parse(root.ReplaceNode(block, block.Statements[0]).ToFullString()).GetRoot();
        return root.ToFullString();
    }

    private static bool IsUnbraced(StatementSyntax statement) =>
        statement is not BlockSyntax
        && statement.Parent is IfStatementSyntax or WhileStatementSyntax or ForStatementSyntax or ForEachStatementSyntax or ElseClauseSyntax
        && statement is not IfStatementSyntax { Parent: ElseClauseSyntax }
        && !statement.DescendantTrivia().Concat(statement.GetFirstToken().GetPreviousToken().TrailingTrivia).Any(IsWritten);

    private static bool IsNeedless(BlockSyntax block) =>
        block is { Statements: [ExpressionStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax] }
        && block.Parent is IfStatementSyntax { Else: null } or WhileStatementSyntax or ForStatementSyntax or ForEachStatementSyntax
        && IsFirst(block.OpenBraceToken)
        && IsFirst(block.Statements[0].GetFirstToken())
        && !block.DescendantTrivia().Any(IsWritten);

    private static bool IsWritten(SyntaxTrivia trivia) =>
        !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    private static string KernighanRitchie(string code)
    {
        var root = JudgedCode.Parse(code).GetRoot();
        var joined = root.DescendantTokens().Where(token => IsJoined(token)).ToHashSet();
        return root.ReplaceTokens(
                joined.Concat(joined.Select(token => token.GetPreviousToken())),
                (old, token) =>
                {
                    if (joined.Contains(old))
                        token = token.WithLeadingTrivia();
                    return joined.Contains(old.GetNextToken()) ? token.WithTrailingTrivia(SyntaxFactory.Space) : token;
                }
            )
            .ToFullString();
    }

    private static bool IsJoined(SyntaxToken token) =>
        IsFirst(token)
        && !token.LeadingTrivia.Any(IsWritten)
        && token.GetPreviousToken() is var before
        && !before.TrailingTrivia.Any(IsWritten)
        && token.Kind() switch
        {
            SyntaxKind.OpenBraceToken => token.Parent
                is BlockSyntax { Parent: not BlockSyntax }
                    or BaseTypeDeclarationSyntax
                    or NamespaceDeclarationSyntax
                    or AccessorListSyntax,
            SyntaxKind.ElseKeyword or SyntaxKind.CatchKeyword or SyntaxKind.FinallyKeyword => before.IsKind(SyntaxKind.CloseBraceToken),
            _ => false,
        };

    private static bool IsFirst(SyntaxToken token) => token.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    private static string Indent(SyntaxNode node)
    {
        var line = node.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line[..^line.TrimStart().Length];
    }

    [GeneratedRegex("^(    )+", RegexOptions.Multiline)]
    private static partial Regex Spaces();
}
