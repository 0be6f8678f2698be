using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>A document that is edited inside one method: each edit changes a number in a statement at the start of its body.</summary>
internal sealed class EditedDocument(SyntaxTree tree, BaseMethodDeclarationSyntax method)
{
    private readonly int _methodStart = method.SpanStart;
    private int _methodLength = method.Span.Length;
    private TextSpan _statement = new(method.Body!.OpenBraceToken.Span.End, 0);
    private int _edits;

    public SyntaxTree Tree { get; private set; } = tree;

    public TextSpan Method => new(_methodStart, _methodLength);

    /// <summary>
    /// The compilation after one more edit. It shares all other trees with <paramref name="compilation"/>, and no source symbol.
    /// </summary>
    public CSharpCompilation EditIn(CSharpCompilation compilation)
    {
        var statement = $"global::System.GC.KeepAlive({++_edits});";
        var edited = Tree.WithChangedText(Tree.GetText().WithChanges(new TextChange(_statement, statement)));
        var result = compilation.ReplaceSyntaxTree(Tree, edited);
        _methodLength += statement.Length - _statement.Length;
        _statement = new(_statement.Start, statement.Length);
        Tree = edited;
        return result;
    }
}
