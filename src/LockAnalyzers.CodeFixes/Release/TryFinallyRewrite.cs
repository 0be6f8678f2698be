using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>
/// Moves statements of one block into a try, a new one or one that is there. The plan is made on the code that the diagnostic was found in,
/// and applied to what other fixes have made of it, so that two locks of one block end up in two tries.
/// </summary>
internal sealed class TryFinallyRewrite
{
    private readonly BlockSyntax _block;
    private readonly IReadOnlyList<StatementSyntax> _tried;

    /// <summary>
    /// Declarations of variables that are used behind the try: the declaration that goes before the try, and the assignment that stays in
    /// it.
    /// </summary>
    private readonly IReadOnlyDictionary<
        StatementSyntax,
        (StatementSyntax Declaration, Func<StatementSyntax, StatementSyntax> Assignment)
    > _hoisted;
    private readonly TryStatementSyntax? _existing;
    private readonly StatementSyntax? _appended;
    private readonly IReadOnlyList<StatementSyntax> _finally;
    private readonly bool _movesFinally;
    private readonly CodeLayout _layout;

    /// <summary>True where the directives above the first statement end or enclose a pair that the try must not split.</summary>
    private readonly bool _leavesDirectives;

    private TryFinallyRewrite(
        BlockSyntax block,
        IReadOnlyList<StatementSyntax> tried,
        IReadOnlyDictionary<StatementSyntax, (StatementSyntax Declaration, Func<StatementSyntax, StatementSyntax> Assignment)> hoisted,
        TryStatementSyntax? existing,
        StatementSyntax? appended,
        IReadOnlyList<StatementSyntax> @finally,
        bool movesFinally
    )
    {
        (_block, _tried, _hoisted, _existing, _appended, _finally, _movesFinally) = (
            block,
            tried,
            hoisted,
            existing,
            appended,
            @finally,
            movesFinally
        );
        _layout = CodeLayout.Around(block);
        _leavesDirectives = !Directives.AreBalanced(Directives.In(tried));
    }

    /// <summary>
    /// A try around the statements from <paramref name="first"/> on; those from <paramref name="release"/> to <paramref name="last"/>
    /// become its finally.
    /// </summary>
    public static TryFinallyRewrite? Around(
        SemanticModel model,
        BlockSyntax block,
        int first,
        int release,
        int last,
        CancellationToken cancellation
    ) =>
        Plan(
            model,
            block,
            first,
            release,
            existing: null,
            [.. block.Statements.Skip(release).Take(last - release + 1)],
            movesFinally: true,
            cancellation
        );

    /// <summary>
    /// A try around all statements from <paramref name="first"/> on, with a finally of new ones; <paramref name="last"/> is added to the
    /// try.
    /// </summary>
    public static TryFinallyRewrite? Around(
        SemanticModel model,
        BlockSyntax block,
        int first,
        IReadOnlyList<StatementSyntax> @finally,
        CancellationToken cancellation,
        StatementSyntax? last = null
    ) => Plan(model, block, first, block.Statements.Count, existing: null, @finally, movesFinally: false, cancellation, last);

    /// <summary>Moves the statements between <paramref name="first"/> and a try of the same block into that try.</summary>
    public static TryFinallyRewrite? Into(
        SemanticModel model,
        BlockSyntax block,
        int first,
        TryStatementSyntax existing,
        CancellationToken cancellation
    ) =>
        existing.Catches.Count > 0
            ? null
            : Plan(model, block, first, block.Statements.IndexOf(existing), existing, [], movesFinally: false, cancellation);

    public CodeEdit In(Document document) =>
        async (session, cancellation) =>
        {
            var editor = await session.EditAsync(document, cancellation).ConfigureAwait(false);
            foreach (var tracked in _tried.Concat(_movesFinally ? _finally : []).Concat(_existing is null ? [] : [_existing]))
                editor.TrackNode(tracked);
            editor.ReplaceNode(_block, (current, _) => Made((BlockSyntax)current));
        };

    private static TryFinallyRewrite? Plan(
        SemanticModel model,
        BlockSyntax block,
        int first,
        int end,
        TryStatementSyntax? existing,
        IReadOnlyList<StatementSyntax> @finally,
        bool movesFinally,
        CancellationToken cancellation,
        StatementSyntax? appended = null
    )
    {
        var tried = block.Statements.Skip(first).Take(end - first).ToList();
        if (
            tried.Count == 0
            || tried.Exists(s => s is LabeledStatementSyntax or LocalFunctionStatementSyntax)
            || !(Directives.AreBalanced(Directives.In(tried)) || Directives.AreBalanced(Directives.InAndBelow(tried)))
            || (movesFinally && !Directives.AreBalanced(Directives.In(@finally)))
            || (existing is not null && existing.GetLeadingTrivia().Any(t => t.IsDirective))
        )
        {
            return null;
        }

        bool Uses(SyntaxNode node, ISymbol declared) =>
            SymbolReferences.Mention(node, declared, model, cancellation, n => existing is null || n != existing.Block);

        var hoisted = new Dictionary<StatementSyntax, (StatementSyntax, Func<StatementSyntax, StatementSyntax>)>();
        foreach (var statement in tried)
        {
            // Declarations that move into an existing try are still in scope in its block.
            var declared = DeclaredIn(model, statement, cancellation).ToList();
            if (!block.Statements.Skip(end).Any(s => declared.Exists(d => Uses(s, d))))
                continue;

            // A variable that is assigned in the try may have no value yet in the finally.
            var last =
                movesFinally ? @finally
                : existing is null ? []
                : [existing.Finally!.Block];
            if (last.Any(s => declared.Exists(d => Uses(s, d))) || Split(model, statement, cancellation) is not { } split)
                return null;
            hoisted.Add(statement, split);
        }

        return new(block, tried, hoisted, existing, appended, @finally, movesFinally);
    }

    private BlockSyntax Made(BlockSyntax block)
    {
        var tried = _tried.Select(s => block.GetCurrentNode(s)).OfType<StatementSyntax>().ToList();
        var moved = _movesFinally ? _finally.Select(s => block.GetCurrentNode(s)).OfType<StatementSyntax>().ToList() : [];
        var existing = _existing is null ? null : block.GetCurrentNode(_existing);
        var concerned = tried.Concat(moved).Concat(existing is null ? [] : [existing]).ToList();
        if (
            concerned.Count != _tried.Count + (_movesFinally ? _finally.Count : 0) + (_existing is null ? 0 : 1)
            || tried[0].Parent is not BlockSyntax place
            || concerned.Exists(s => s.Parent != place)
        )
        {
            return block;
        }

        if (!Indentation.IsFirstOnLine(tried[0]))
            return Made(block.ReplaceNode(place, TryBlocks.Unfolded(place, _layout)));

        var statements = place.Statements;
        var first = statements.IndexOf(tried[0]);
        var last = statements.IndexOf(concerned[concerned.Count - 1]);
        var indentation = Indentation.Of(tried[0]);
        var leading = tried[0].GetLeadingTrivia();
        var (outside, own) = _leavesDirectives ? Directives.Cut(leading) : (SyntaxFactory.TriviaList(), leading);
        tried[0] = tried[0].WithLeadingTrivia(Trivia.WithoutBlankLines(own));
        var inside = tried
            .Select(s => Indentation.Moved(s, indentation, indentation + _layout.Unit))
            .Select((s, i) => _hoisted.TryGetValue(_tried[i], out var split) ? split.Assignment(s) : s)
            .ToList();
        if (_appended is not null)
            inside.Add(Insertion.Line(_appended, indentation + _layout.Unit, _layout));
        StatementSyntax made;
        if (existing is not null)
        {
            var body =
                existing.Block.Statements.FirstOrDefault() is { } beginning && Indentation.IsFirstOnLine(beginning)
                    ? existing.Block
                    : TryBlocks.Unfolded(existing.Block, _layout);
            made = existing
                .WithBlock(body.WithStatements(body.Statements.InsertRange(0, inside)))
                .WithLeadingTrivia(Trivia.WithoutBlankLines(outside).AddRange(existing.GetLeadingTrivia()));
        }
        else
        {
            var released = _movesFinally
                ? moved.Select(s => Indentation.Moved(s, indentation, indentation + _layout.Unit)).ToList()
                : [.. _finally.Select(s => Insertion.Line(s, indentation + _layout.Unit, _layout))];
            if (_movesFinally)
                released[0] = released[0].WithLeadingTrivia(Trivia.WithoutBlankLines(released[0].GetLeadingTrivia()));
            made = TryBlocks
                .Of(inside, SyntaxKind.FinallyKeyword, released, indentation, _layout)
                .WithLeadingTrivia(Trivia.WithoutBlankLines(outside).Append(SyntaxFactory.Whitespace(indentation)))
                .WithTrailingTrivia(_layout.EndOfLine);
        }

        var declarations = _hoisted.Values.Select(h => Insertion.Line(h.Declaration, indentation, _layout));
        var rebuilt = place.WithStatements(
            SyntaxFactory.List(statements.Take(first).Concat(declarations).Append(made).Concat(statements.Skip(last + 1)))
        );
        return place == block ? rebuilt : block.ReplaceNode(place, rebuilt);
    }

    /// <summary>Splits <c>var x = 1;</c> into <c>int x;</c> and <c>x = 1;</c>; null where that is not possible.</summary>
    private static (StatementSyntax Declaration, Func<StatementSyntax, StatementSyntax> Assignment)? Split(
        SemanticModel model,
        StatementSyntax statement,
        CancellationToken cancellation
    )
    {
        if (
            statement
                is not LocalDeclarationStatementSyntax
                {
                    UsingKeyword.RawKind: 0,
                    IsConst: false,
                    Declaration: { Variables: { Count: 1 } variables } declaration
                } local
            || variables[0].Initializer is not { } initializer
            || initializer.Value is InitializerExpressionSyntax
            || model.GetDeclaredSymbol(variables[0], cancellation)
                is not ILocalSymbol { IsRef: false, Type: { IsAnonymousType: false, TypeKind: not TypeKind.Error } type }
        )
        {
            return null;
        }

        var typeName = declaration.Type.IsVar
            ? SyntaxFactory.ParseTypeName(type.ToMinimalDisplayString(model, declaration.SpanStart))
            : declaration.Type;
        return (SyntaxFactory.ParseStatement($"{typeName.WithoutTrivia()} {variables[0].Identifier.ValueText};"), Assignment);
    }

    /// <summary>What is left of a declaration whose variable is declared elsewhere.</summary>
    private static StatementSyntax Assignment(StatementSyntax statement)
    {
        var local = (LocalDeclarationStatementSyntax)statement;
        var variable = local.Declaration.Variables[0];
        return local.CopyAnnotationsTo(
            SyntaxFactory
                .ExpressionStatement(
                    SyntaxFactory.AssignmentExpression(
                        SyntaxKind.SimpleAssignmentExpression,
                        SyntaxFactory.IdentifierName(variable.Identifier),
                        variable.Initializer!.EqualsToken,
                        variable.Initializer.Value
                    )
                )
                .WithSemicolonToken(local.SemicolonToken)
                .WithLeadingTrivia(local.GetLeadingTrivia())
        )!;
    }

    private static IEnumerable<ISymbol> DeclaredIn(SemanticModel model, StatementSyntax statement, CancellationToken cancellation) =>
        statement
            .DescendantNodesAndSelf()
            .Where(n => n is VariableDeclaratorSyntax or SingleVariableDesignationSyntax)
            .Select(n => model.GetDeclaredSymbol(n, cancellation))
            .OfType<ISymbol>();
}
