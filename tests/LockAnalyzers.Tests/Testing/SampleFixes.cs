using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Tests.Testing;

/// <summary>Replaces the literal by <see cref="Replacement"/>.</summary>
public abstract class SampleFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["SAMPLE1"];

    protected abstract SyntaxNode Replacement { get; }

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var action = CodeAction.Create("Write 2", _ => ReplaceAsync(context.Document, context.Diagnostics, Replacement), "two");
        context.RegisterCodeFix(action, context.Diagnostics);
        return Task.CompletedTask;
    }

    internal static async Task<Document> ReplaceAsync(Document document, ImmutableArray<Diagnostic> diagnostics, SyntaxNode replacement)
    {
        var root = (await document.GetSyntaxRootAsync())!;
        var literals = diagnostics.Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true));
        return document.WithSyntaxRoot(root.ReplaceNodes(literals, (literal, _) => replacement.WithTriviaFrom(literal)));
    }
}

public sealed class RightFix : SampleFix
{
    protected override SyntaxNode Replacement => SyntaxFactory.ParseExpression("2");
}

/// <summary>Never done: each literal becomes two.</summary>
public sealed class UnstableFix : SampleFix
{
    protected override SyntaxNode Replacement => SyntaxFactory.ParseExpression("1 + 1");
}

/// <summary>Leaves code that does not compile.</summary>
public sealed class BreakingFix : SampleFix
{
    protected override SyntaxNode Replacement => SyntaxFactory.ParseExpression("missing");
}

/// <summary>Gives the right text as the wrong node: a name spelled 2.</summary>
public sealed class WrongTreeFix : SampleFix
{
    protected override SyntaxNode Replacement => SyntaxFactory.IdentifierName("2");
}

/// <summary>Gives the right text as a token of another value.</summary>
public sealed class WrongValueFix : SampleFix
{
    protected override SyntaxNode Replacement =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal("2", 3));
}

/// <summary>Gives the right text in a document without an encoding, or in another folder.</summary>
public abstract class CarelessFix(bool losesEncoding) : SampleFix
{
    protected override SyntaxNode Replacement => SyntaxFactory.ParseExpression("2");

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(CodeAction.Create("Write 2", _ => FixAsync(context), "two"), context.Diagnostics);
        return Task.CompletedTask;
    }

    private async Task<Document> FixAsync(CodeFixContext context)
    {
        var document = await ReplaceAsync(context.Document, context.Diagnostics, Replacement);
        return losesEncoding
            ? document.WithText(SourceText.From((await document.GetTextAsync()).ToString()))
            : document.Project.Solution.WithDocumentFolders(document.Id, ["elsewhere"]).GetDocument(document.Id)!;
    }
}

public sealed class LosesEncoding() : CarelessFix(losesEncoding: true);

public sealed class MovesDocument() : CarelessFix(losesEncoding: false);

/// <summary>Offers nothing.</summary>
public sealed class ShyFix : SampleFix
{
    protected override SyntaxNode Replacement => throw new InvalidOperationException("nobody asked for it");

    public override Task RegisterCodeFixesAsync(CodeFixContext context) => Task.CompletedTask;
}

/// <summary>Offers an action that changes nothing.</summary>
public sealed class IdleFix : SampleFix
{
    protected override SyntaxNode Replacement => SyntaxFactory.ParseExpression("1");
}

/// <summary>Right one by one, wrong all at once, in one scope.</summary>
public abstract class WrongFixAll(FixAllScope wrongScope) : SampleFix
{
    protected override SyntaxNode Replacement => SyntaxFactory.ParseExpression("2");

    public override FixAllProvider GetFixAllProvider() => new Provider(wrongScope);

    private sealed class Provider(FixAllScope wrongScope) : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            var diagnostics = await context.GetDocumentDiagnosticsAsync(context.Document!);
            var replacement = SyntaxFactory.ParseExpression(context.Scope == wrongScope ? "3" : "2");
            return CodeAction.Create("Write 2", _ => ReplaceAsync(context.Document!, diagnostics, replacement), "two");
        }
    }
}

public sealed class WrongInDocument() : WrongFixAll(FixAllScope.Document);

public sealed class WrongInProject() : WrongFixAll(FixAllScope.Project);

public sealed class WrongInSolution() : WrongFixAll(FixAllScope.Solution);
