using LockAnalyzers.Interpretation;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>What the judgement of a compilation needs of it as a whole, each part computed once for all files and threads.</summary>
internal sealed class JudgedCompilation(LockCompilation compilation)
{
    private readonly Once<LockIndex> _index = new();
    private readonly Once<bool> _locksNatively = new();

    public LockCompilation Compilation => compilation;

    public LockIndex Index(CancellationToken cancellation) => _index.Get(c => new(compilation.Bodies(c)), cancellation);

    /// <summary>True when the compilation calls or declares a lock function of a system; without one, its LOCK_UN may be anybody's.</summary>
    public bool LocksNatively(CancellationToken cancellation) =>
        _locksNatively.Get(c => Index(c).Apis.Any(api => api.Platform() != LockPlatform.Any) || DeclaresLockFunction(c), cancellation);

    private bool DeclaresLockFunction(CancellationToken cancellation) =>
        compilation
            .TreesAbout(FileTopics.Calls)
            .SelectMany(tree => tree.GetRoot(cancellation).DescendantNodes(n => n is not (BlockSyntax or ExpressionSyntax)))
            .OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.Count > 0)
            .Select(method => compilation.Models.For(method.SyntaxTree)?.GetDeclaredSymbol(method, cancellation))
            .Any(method =>
                method is not null && compilation.Recognizer.FunctionOf(method)?.Platform is LockPlatform.Windows or LockPlatform.Unix
            );
}
