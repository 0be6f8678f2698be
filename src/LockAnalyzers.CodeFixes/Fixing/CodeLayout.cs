using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>
/// How code is laid out: by the majority of the member that it is in, or else of the file. What a fix writes is laid out likewise, whatever
/// the formatter's options are.
/// </summary>
/// <param name="LineEnd">The line end.</param>
/// <param name="Unit">One step of indentation.</param>
/// <param name="HasBracesOnOwnLines">True where the brace that opens a block is on a line of its own.</param>
/// <param name="HasKeywordsOnOwnLines">True where <c>catch</c>, <c>finally</c> and <c>else</c> are not on the line of a brace.</param>
internal sealed record CodeLayout(string LineEnd, string Unit, bool HasBracesOnOwnLines, bool HasKeywordsOnOwnLines)
{
    private const string UsualUnit = "    ";

    public SyntaxTrivia EndOfLine => SyntaxFactory.EndOfLine(LineEnd);

    /// <summary>What is between a keyword or a condition and the brace of its block.</summary>
    public SyntaxTrivia BeforeBrace => HasBracesOnOwnLines ? EndOfLine : SyntaxFactory.Space;

    /// <summary>The layout of the code around a node.</summary>
    public static CodeLayout Around(SyntaxNode place)
    {
        var file = place.SyntaxTree.GetRoot();
        var scopes = place.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().Take(1).Append(file).ToList();
        var braces = Majority(scopes, s => BracesOf(s, IsBlockOfStatement)) ?? Majority(scopes, s => BracesOf(s, _ => true)) ?? true;
        return new(
            Majority([file], LineEndsIn) ?? "\n",
            Majority(scopes, StepsIn) ?? UsualUnit,
            braces,
            Majority(scopes, KeywordsIn) ?? braces
        );
    }

    /// <summary>The options by which the formatter lays out code likewise.</summary>
    public OptionSet In(OptionSet options)
    {
        var isTabbed = Unit[0] == '\t';
        options = options
            .WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, LineEnd)
            .WithChangedOption(FormattingOptions.UseTabs, LanguageNames.CSharp, isTabbed);
        if (!isTabbed)
        {
            options = options
                .WithChangedOption(FormattingOptions.IndentationSize, LanguageNames.CSharp, Unit.Length)
                .WithChangedOption(FormattingOptions.TabSize, LanguageNames.CSharp, Unit.Length);
        }

        return options
            .WithChangedOption(CSharpFormattingOptions.NewLinesForBracesInControlBlocks, HasBracesOnOwnLines)
            .WithChangedOption(CSharpFormattingOptions.NewLineForCatch, HasKeywordsOnOwnLines)
            .WithChangedOption(CSharpFormattingOptions.NewLineForElse, HasKeywordsOnOwnLines)
            .WithChangedOption(CSharpFormattingOptions.NewLineForFinally, HasKeywordsOnOwnLines);
    }

    /// <summary>What most of the evidence says, in the first scope that has any.</summary>
    private static T? Majority<T>(IEnumerable<SyntaxNode> scopes, Func<SyntaxNode, IEnumerable<T>> evidence)
        where T : class =>
        scopes
            .Select(scope => evidence(scope).GroupBy(e => e).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key)
            .FirstOrDefault(most => most is not null);

    private static bool? Majority(IEnumerable<SyntaxNode> scopes, Func<SyntaxNode, IEnumerable<bool>> evidence) =>
        Majority(scopes, scope => evidence(scope).Select(e => e.ToString())) is { } most ? bool.Parse(most) : null;

    private static IEnumerable<string> LineEndsIn(SyntaxNode file)
    {
        var text = file.SyntaxTree.GetText();
        return text
            .Lines.Where(line => line.EndIncludingLineBreak > line.End)
            .Select(line => line.EndIncludingLineBreak - line.End == 2 ? "\r\n" : "\n");
    }

    /// <summary>By how much the first line of each block is further in than its closing brace.</summary>
    private static IEnumerable<string> StepsIn(SyntaxNode scope) =>
        from open in scope.DescendantTokens()
        where open.IsKind(SyntaxKind.OpenBraceToken)
        let first = open.GetNextToken()
        let close = open.Parent!.ChildTokens().LastOrDefault(t => t.IsKind(SyntaxKind.CloseBraceToken))
        where close != default && close != first && Indentation.IsFirstOnLine(first) && Indentation.IsFirstOnLine(close)
        let inner = Indentation.Of(first)
        let outer = Indentation.Of(close)
        where inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal)
        select inner.Substring(outer.Length);

    /// <summary>For each block of several lines, whether its opening brace is on a line of its own.</summary>
    private static IEnumerable<bool> BracesOf(SyntaxNode scope, Func<SyntaxNode, bool> counts) =>
        from open in scope.DescendantTokens()
        where open.IsKind(SyntaxKind.OpenBraceToken) && counts(open.Parent!) && Indentation.IsFirstOnLine(open.GetNextToken())
        where open.Parent is BlockSyntax or BaseTypeDeclarationSyntax or NamespaceDeclarationSyntax
        where open.Parent is not BlockSyntax { Parent: BlockSyntax or AnonymousFunctionExpressionSyntax }
        select Indentation.IsFirstOnLine(open);

    private static bool IsBlockOfStatement(SyntaxNode node) =>
        node is BlockSyntax { Parent: StatementSyntax or ElseClauseSyntax or CatchClauseSyntax or FinallyClauseSyntax };

    private static IEnumerable<bool> KeywordsIn(SyntaxNode scope) =>
        from keyword in scope.DescendantTokens()
        where keyword.Kind() is SyntaxKind.ElseKeyword or SyntaxKind.CatchKeyword or SyntaxKind.FinallyKeyword
        where keyword.GetPreviousToken() is var before && before.IsKind(SyntaxKind.CloseBraceToken) && Indentation.IsFirstOnLine(before)
        select Indentation.IsFirstOnLine(keyword);
}
