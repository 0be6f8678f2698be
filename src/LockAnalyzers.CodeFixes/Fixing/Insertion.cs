using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Puts statements beside others, laid out as their neighbours are.</summary>
internal static class Insertion
{
    /// <summary>Puts statements before one, below the comment above it or above that comment; braces it where it has no braces.</summary>
    public static void Before(
        SyntaxEditor editor,
        StatementSyntax statement,
        IReadOnlyList<StatementSyntax> added,
        bool isBelowComments = false,
        Func<StatementSyntax, StatementSyntax>? change = null
    )
    {
        var layout = CodeLayout.Around(statement);
        editor.TrackNode(statement);
        editor.ReplaceNode(
            statement.Parent!,
            (parent, _) =>
            {
                if (parent.GetCurrentNode(statement) is not { } current)
                    return parent;

                var changed = change?.Invoke(current) ?? current;
                return current.Parent is BlockSyntax or SwitchSectionSyntax
                    ? InList(parent, current, changed, added, isBelowComments, layout)
                    : Braced(parent, current, [.. added, changed.CopyAnnotationsFrom(current)], layout);
            }
        );
    }

    /// <summary>
    /// Puts a member before one, and a blank line between them. Behind a field or another member that was put in, there is none before it.
    /// </summary>
    public static void Before(SyntaxEditor editor, MemberDeclarationSyntax member, MemberDeclarationSyntax added)
    {
        var layout = CodeLayout.Around(member);
        editor.TrackNode(member);
        editor.ReplaceNode(
            member.Parent!,
            (type, _) =>
            {
                if (type.GetCurrentNode(member) is not { } current)
                    return type;
                if (!Indentation.IsFirstOnLine(current))
                    return type.InsertNodesBefore(current, [added.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space)]);

                var line = Line(added, Indentation.Of(current), layout);
                var siblings = ((TypeDeclarationSyntax)current.Parent!).Members;
                var (before, own) = Directives.Cut(current.GetLeadingTrivia());
                var isBehindField = siblings.IndexOf(current) is var i && (i == 0 || siblings[i - 1] is FieldDeclarationSyntax);
                var kept = isBehindField && !before.Any(t => t.IsDirective) ? default : before;
                return type.ReplaceNode(
                    current,
                    [
                        line.WithLeadingTrivia(kept.AddRange(line.GetLeadingTrivia())),
                        current.WithLeadingTrivia(own.Insert(0, layout.EndOfLine)),
                    ]
                );
            }
        );
    }

    /// <summary>Puts a statement behind one that is in a block.</summary>
    public static void After(SyntaxEditor editor, StatementSyntax statement, StatementSyntax added)
    {
        var layout = CodeLayout.Around(statement);
        editor.TrackNode(statement);
        editor.ReplaceNode(
            statement.Parent!,
            (parent, _) =>
                parent.GetCurrentNode(statement) is not { } current ? parent
                : current.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
                    ? parent.InsertNodesAfter(current, [TryBlocks.OnOwnLine(added, Indentation.Of(current), layout)])
                : parent.ReplaceNode(
                    current,
                    [current.WithTrailingTrivia(SyntaxFactory.Space), added.WithoutTrivia().WithTrailingTrivia(current.GetTrailingTrivia())]
                )
        );
    }

    /// <summary>Puts one statement in the place of another, in braces where it has no braces and now takes several lines.</summary>
    public static void Instead(SyntaxEditor editor, StatementSyntax statement, Func<StatementSyntax, string, StatementSyntax> change)
    {
        var layout = CodeLayout.Around(statement);
        editor.TrackNode(statement);
        editor.ReplaceNode(
            statement.Parent!,
            (parent, _) =>
            {
                if (parent.GetCurrentNode(statement) is not { } current)
                    return parent;
                if (current.Parent is BlockSyntax or SwitchSectionSyntax)
                    return parent.ReplaceNode(current, change(current, Indentation.Of(current)));

                var indentation = Indentation.Of(parent) + layout.Unit;
                return Braced(parent, current, [change(current.WithLeadingTrivia(), indentation)], layout);
            }
        );
    }

    /// <summary>A statement on a line of its own.</summary>
    public static T Line<T>(T statement, string indentation, CodeLayout layout)
        where T : SyntaxNode => statement.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)).WithTrailingTrivia(layout.EndOfLine);

    /// <summary>A statement with the comment behind it, and a line end in any case.</summary>
    public static T WithEndOfLine<T>(T statement, CodeLayout layout)
        where T : SyntaxNode =>
        statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? statement
            : statement.WithTrailingTrivia(statement.GetTrailingTrivia().Add(layout.EndOfLine));

    private static SyntaxNode InList(
        SyntaxNode parent,
        StatementSyntax current,
        StatementSyntax changed,
        IReadOnlyList<StatementSyntax> added,
        bool isBelowComments,
        CodeLayout layout
    )
    {
        var isOnOwnLine = Indentation.IsFirstOnLine(current);
        var indentation = SyntaxFactory.Whitespace(isOnOwnLine ? Indentation.Of(current) : "");
        var leading = current.GetLeadingTrivia();
        var (before, own) =
            !isOnOwnLine ? (leading, default)
            : isBelowComments ? (leading, SyntaxFactory.TriviaList(indentation))
            : Directives.Cut(leading);
        var first = isBelowComments || !isOnOwnLine ? before : before.Add(indentation);
        var end = isOnOwnLine ? layout.EndOfLine : SyntaxFactory.Space;
        var all = added
            .Select(
                (s, i) =>
                    s.WithLeadingTrivia(
                            i == 0 ? first
                            : isOnOwnLine ? SyntaxFactory.TriviaList(indentation)
                            : default
                        )
                        .WithTrailingTrivia(end)
            )
            .Append(changed.WithLeadingTrivia(own).WithTrailingTrivia(current.GetTrailingTrivia()).CopyAnnotationsFrom(current));
        return parent.ReplaceNode(current, all);
    }

    /// <summary>Puts statements in braces in the place of one without.</summary>
    private static SyntaxNode Braced(
        SyntaxNode parent,
        StatementSyntax current,
        IReadOnlyList<StatementSyntax> statements,
        CodeLayout layout
    )
    {
        var head = current.GetFirstToken().GetPreviousToken();
        var outer = Indentation.Of(head.Parent!.FirstAncestorOrSelf<SyntaxNode>(n => n is StatementSyntax or ElseClauseSyntax)!);
        var inner = outer + layout.Unit;
        var comments = head.TrailingTrivia.Any(Trivia.IsComment);
        var trailing = SyntaxFactory.TriviaList(head.TrailingTrivia.Where(t => !t.IsKind(SyntaxKind.EndOfLineTrivia)));
        while (trailing.Count > 0 && trailing.Last().IsKind(SyntaxKind.WhitespaceTrivia))
            trailing = trailing.RemoveAt(trailing.Count - 1);
        var onOwnLine = layout.HasBracesOnOwnLines || comments;
        var own = current.GetLeadingTrivia().Where(t => t.IsDirective || Trivia.IsComment(t)).ToList();
        var lines = statements.Select(
            (s, i) =>
            {
                var moved =
                    i == statements.Count - 1 && Indentation.IsFirstOnLine(current)
                        ? Indentation.Moved(s, Indentation.Of(current), inner)
                        : s;
                var above = i == 0 ? own.SelectMany(c => Above(c, inner, layout)) : [];
                return WithEndOfLine(moved.WithLeadingTrivia(above.Append(SyntaxFactory.Whitespace(inner))), layout);
            }
        );
        var follows = current.GetLastToken().GetNextToken().IsKind(SyntaxKind.ElseKeyword);
        var block = SyntaxFactory.Block(
            SyntaxFactory.Token(
                onOwnLine ? SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(outer)) : default,
                SyntaxKind.OpenBraceToken,
                SyntaxFactory.TriviaList(layout.EndOfLine)
            ),
            SyntaxFactory.List(lines),
            SyntaxFactory.Token(
                SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(outer)),
                SyntaxKind.CloseBraceToken,
                SyntaxFactory.TriviaList(follows && !layout.HasKeywordsOnOwnLines ? SyntaxFactory.Space : layout.EndOfLine)
            )
        );
        var ended = trailing.Add(onOwnLine ? layout.EndOfLine : SyntaxFactory.Space);
        return parent.ReplaceSyntax([current], (_, _) => block, [head], (old, _) => old.WithTrailingTrivia(ended), [], (old, _) => old);
    }

    private static IEnumerable<SyntaxTrivia> Above(SyntaxTrivia trivia, string indentation, CodeLayout layout) =>
        trivia.IsDirective ? [trivia] : [SyntaxFactory.Whitespace(indentation), trivia, layout.EndOfLine];

    private static T CopyAnnotationsFrom<T>(this T to, SyntaxNode from)
        where T : SyntaxNode => ReferenceEquals(to, from) ? to : from.CopyAnnotationsTo(to)!;
}
