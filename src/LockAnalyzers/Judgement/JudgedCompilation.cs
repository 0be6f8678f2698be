using LockAnalyzers.Interpretation;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>What the judgement of a compilation needs of it as a whole, each part computed once for all files and threads.</summary>
internal sealed class JudgedCompilation
{
    private readonly Once<LockIndex> _index;
    private readonly Once<bool> _locksNatively;

    public JudgedCompilation(LockCompilation compilation)
    {
        Compilation = compilation;
        _index = new(cancellation => new(compilation.Bodies(cancellation)));
        _locksNatively = new(cancellation =>
            Index(cancellation).Apis.Any(api => api.Platform() != LockPlatform.Any) || DeclaresLockFunction(cancellation)
        );
    }

    public LockCompilation Compilation { get; }

    public LockIndex Index(CancellationToken cancellation) => _index.Value(cancellation);

    /// <summary>
    /// True when the compilation calls or declares a lock function of a system; without one, its LOCK_UN may be anybody's.
    /// </summary>
    public bool LocksNatively(CancellationToken cancellation) => _locksNatively.Value(cancellation);

    private bool DeclaresLockFunction(CancellationToken cancellation) =>
        Compilation
            .TreesAbout(FileTopics.Calls)
            .SelectMany(tree => tree.GetRoot(cancellation).DescendantNodes(n => n is not (BlockSyntax or ExpressionSyntax)))
            .OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.Count > 0)
            .Select(method => Compilation.Models.For(method.SyntaxTree)?.GetDeclaredSymbol(method, cancellation))
            .Any(method =>
                method is not null && Compilation.Recognizer.FunctionOf(method)?.Platform is LockPlatform.Windows or LockPlatform.Unix
            );
}
