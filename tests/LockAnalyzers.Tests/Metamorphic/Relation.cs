using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>A change of the source that does not change its meaning.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Rewrite">Makes the change; nothing where there is nothing of the kind.</param>
/// <param name="Reading">What of a marked text the change leaves as it is.</param>
internal sealed record Relation(string Name, Func<CSharpCompilation, IReadOnlyList<SyntaxTree>?> Rewrite, Reading Reading = Reading.Text)
{
    /// <summary>The name of what relations add. Diagnostics in files of that name are not compared.</summary>
    public const string Aside = "Aside";

    public Relation(string name, Action<Rewriting> rewrite, Reading reading = Reading.Text)
        : this(name, compilation => Rewritten(compilation, rewrite), reading) { }

    public override string ToString() => Name;

    private static IReadOnlyList<SyntaxTree>? Rewritten(CSharpCompilation compilation, Action<Rewriting> rewrite)
    {
        var rewriting = new Rewriting(compilation);
        rewrite(rewriting);
        return rewriting.Apply();
    }
}
