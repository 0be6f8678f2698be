using System.Collections.Immutable;
using System.Globalization;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes;

/// <summary>LOCK3001 and LOCK3002: releases the lock in a finally, a new one or the one that is there already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleaseInFinallyFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string ReleaseInFinally = nameof(ReleaseInFinally);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(HeldOnExit.Id, HeldOnException.Id);

    private protected override string Title => "Release the lock in a finally";

    private protected override string Key => ReleaseInFinally;

    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null
            || !diagnostic.Properties.TryGetValue(ReleaseFix.Releases, out var places) || places is null or "" || places.Contains(",")
            || StatementInBlock(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)) is not { Parent: BlockSyntax block } acquire
            || root.FindToken(int.Parse(places, CultureInfo.InvariantCulture)).Parent?.FirstAncestorOrSelf<StatementSyntax>() is not { } release)
        {
            return null;
        }

        var plan = release.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax { Parent: BlockSyntax } existing } && existing.Parent == block
            ? Extend(model, block, acquire, existing, cancellation)
            : Wrap(model, block, acquire, StatementInBlock(release), cancellation);
        if (plan is null)
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(document, token).ConfigureAwait(false);
            editor.ReplaceNode(block, plan);
        };
    }

    private static StatementSyntax? StatementInBlock(SyntaxNode node)
    {
        for (var current = node; current is not null; current = current.Parent)
        {
            if (current is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return null;
            if (current is StatementSyntax { Parent: BlockSyntax } statement and not BlockSyntax)
                return statement;
        }

        return null;
    }

    private static BlockSyntax? Wrap(SemanticModel model, BlockSyntax block, StatementSyntax acquire, StatementSyntax? release, CancellationToken cancellation)
    {
        if (release is null || release.Parent != block || !IsPlainRelease(release))
            return null;

        var statements = block.Statements;
        var first = AfterTests(model, statements, statements.IndexOf(acquire), cancellation);
        var last = statements.IndexOf(release);
        var start = last;
        while (start > first && Prepares(model, statements[start - 1], statements, last, cancellation))
            start--;
        if (first >= start || HoldsLabel(statements, first, start) || Hoist(model, statements, first, start, start, cancellation) is not var (hoisted, tried))
            return null;

        var finallyStatements = statements.Skip(start).Take(last - start + 1).ToList();
        var guarded = Annotated(SyntaxFactory.TryStatement(
            Braces(tried), default, SyntaxFactory.FinallyClause(Braces(finallyStatements))), EndOfLine(block));
        return block.WithStatements(SyntaxFactory.List(
            statements.Take(first).Concat(hoisted).Append(guarded).Concat(statements.Skip(last + 1))));
    }

    /// <summary>Moves what stands between the acquire and the try into the try.</summary>
    private static BlockSyntax? Extend(SemanticModel model, BlockSyntax block, StatementSyntax acquire, TryStatementSyntax existing, CancellationToken cancellation)
    {
        var statements = block.Statements;
        var first = AfterTests(model, statements, statements.IndexOf(acquire), cancellation);
        var end = statements.IndexOf(existing);
        if (first >= end || existing.Catches.Count > 0 || HoldsLabel(statements, first, end)
            || Hoist(model, statements, first, end, end, cancellation, existing.Block) is not var (hoisted, tried))
        {
            return null;
        }

        // The block that the moved statements join must not already use their names for something else.
        var extended = existing
            .WithBlock(existing.Block.WithStatements(existing.Block.Statements.InsertRange(0, Trimmed(tried))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return block.WithStatements(SyntaxFactory.List(statements.Take(first).Concat(hoisted).Append(extended).Concat(statements.Skip(end + 1))));
    }

    /// <summary>The index of the first statement that runs with the lock: what tests the outcome stays where it is.</summary>
    private static int AfterTests(SemanticModel model, SyntaxList<StatementSyntax> statements, int acquire, CancellationToken cancellation)
    {
        var outcome = statements[acquire] switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => model.GetDeclaredSymbol(variables[0], cancellation),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } => model.GetSymbolInfo(assignment.Left, cancellation).Symbol,
            _ => null,
        };
        var index = acquire + 1;
        while (outcome is not null && index < statements.Count && statements[index] is IfStatementSyntax { Else: null } test && Mentions(model, test.Condition, outcome, cancellation))
            index++;

        return index;
    }

    private static bool IsPlainRelease(StatementSyntax release) => release switch
    {
        ExpressionStatementSyntax => true,
        IfStatementSyntax { Else: null } test => test.Statement.DescendantNodesAndSelf().Any(n => n is ThrowStatementSyntax) && !test.Statement.DescendantNodesAndSelf().Any(n => n is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax),
        _ => false,
    };

    /// <summary>True for a statement that only gets something ready for the release.</summary>
    private static bool Prepares(SemanticModel model, StatementSyntax statement, SyntaxList<StatementSyntax> statements, int release, CancellationToken cancellation)
    {
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } when variables[0].Initializer is { Value: var value } && IsFresh(value):
                var declared = model.GetDeclaredSymbol(variables[0], cancellation)!;
                return Mentions(model, statements[release], declared, cancellation)
                    && !statements.Skip(release + 1).Any(s => Mentions(model, s, declared, cancellation));
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax target, Right: var right } } when IsFresh(right):
                return model.GetSymbolInfo(target, cancellation).Symbol is { } assigned && Mentions(model, statements[release], assigned, cancellation);
            default:
                return false;
        }
    }

    private static bool IsFresh(ExpressionSyntax value) =>
        value is DefaultExpressionSyntax or BaseObjectCreationExpressionSyntax || value.IsKind(SyntaxKind.DefaultLiteralExpression);

    private static bool HoldsLabel(SyntaxList<StatementSyntax> statements, int first, int end) =>
        statements.Skip(first).Take(end - first).Any(s => s is LabeledStatementSyntax or LocalFunctionStatementSyntax);

    /// <summary>
    /// The statements that go into the try, and the declarations that must stay before it because something behind it uses them; null
    /// where a variable cannot be taken out of its declaration.
    /// </summary>
    private static (List<StatementSyntax> Hoisted, List<StatementSyntax> Tried)? Hoist(
        SemanticModel model, SyntaxList<StatementSyntax> statements, int first, int end, int usedFrom, CancellationToken cancellation, BlockSyntax? joined = null)
    {
        var hoisted = new List<StatementSyntax>();
        var tried = new List<StatementSyntax>();
        for (var i = first; i < end; i++)
        {
            var statement = statements[i];
            var usedLater = DeclaredIn(model, statement, cancellation)
                .Where(v => statements.Skip(usedFrom).Any(s => s.DescendantNodes(n => n != joined).Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == v.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, v))))
                .ToList();
            if (usedLater.Count == 0)
            {
                tried.Add(statement);
                continue;
            }

            if (statement is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, IsConst: false, Declaration: { Variables: { Count: 1 } variables } declaration } local
                || variables[0].Initializer is not { } initializer
                || initializer.Value is InitializerExpressionSyntax
                || model.GetDeclaredSymbol(variables[0], cancellation) is not ILocalSymbol { IsRef: false, Type: { IsAnonymousType: false, TypeKind: not TypeKind.Error } type })
            {
                return null;
            }

            var typeName = declaration.Type.IsVar
                ? SyntaxFactory.ParseTypeName(type.ToMinimalDisplayString(model, declaration.SpanStart)).WithTrailingTrivia(SyntaxFactory.Space)
                : declaration.Type;
            hoisted.Add(SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
                    typeName, SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(variables[0].Identifier.WithoutTrivia()))))
                .WithTrailingTrivia(EndOfLine(local))
                .WithAdditionalAnnotations(Formatter.Annotation));
            tried.Add(SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(
                    SyntaxKind.SimpleAssignmentExpression,
                    SyntaxFactory.IdentifierName(variables[0].Identifier.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
                    SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
                    initializer.Value))
                .WithSemicolonToken(local.SemicolonToken)
                .WithLeadingTrivia(local.GetLeadingTrivia()));
        }

        return (hoisted, tried);
    }

    private static IEnumerable<ISymbol> DeclaredIn(SemanticModel model, StatementSyntax statement, CancellationToken cancellation) =>
        statement.DescendantNodesAndSelf()
            .Where(n => n is VariableDeclaratorSyntax or SingleVariableDesignationSyntax)
            .Select(n => model.GetDeclaredSymbol(n, cancellation))
            .OfType<ISymbol>();

    private static bool Mentions(SemanticModel model, SyntaxNode node, ISymbol symbol, CancellationToken cancellation) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n =>
            n.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, cancellation).Symbol, symbol));

    private static BlockSyntax Braces(IEnumerable<StatementSyntax> statements) => SyntaxFactory.Block(Trimmed(statements));

    /// <summary>The statements without the blank lines that set the first of them apart from what it followed.</summary>
    private static IEnumerable<StatementSyntax> Trimmed(IEnumerable<StatementSyntax> statements) =>
        statements.Select((s, i) => i > 0 ? s : s.WithLeadingTrivia(s.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia))));

    private static TryStatementSyntax Annotated(TryStatementSyntax guarded, SyntaxTrivia endOfLine) => guarded
        .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
        .WithTrailingTrivia(endOfLine)
        .WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The line end that the file uses.</summary>
    private static SyntaxTrivia EndOfLine(SyntaxNode node) =>
        node.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } used ? used : SyntaxFactory.ElasticCarriageReturnLineFeed;
}
