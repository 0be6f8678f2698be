using LockAnalyzers.Interpretation;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>What the judgement of a compilation needs of it as a whole, each part computed once for all files and threads.</summary>
internal sealed class JudgedCompilation
{
    private readonly Once<LockIndex> _index;
    private readonly Once<bool> _locksNatively;
    private readonly Once<ILookup<SyntaxTree, DeclarationMismatch>> _mismatches;

    /// <param name="compilation">The compilation.</param>
    /// <param name="target">The systems that it is built for, as far as the build says so.</param>
    public JudgedCompilation(LockCompilation compilation, SystemClaim target)
    {
        (Compilation, Target) = (compilation, target);
        _index = new(cancellation => new(compilation.Bodies(cancellation)));
        _locksNatively = new(cancellation =>
            Index(cancellation).Apis.Any(api => api.Platform() != LockPlatform.Any) || DeclaresLockFunction(cancellation)
        );
        _mismatches = new(cancellation => new NativeDeclarations(compilation, cancellation).Mismatches());
    }

    public LockCompilation Compilation { get; }

    /// <summary>The systems that the compilation is built for.</summary>
    public SystemClaim Target { get; }

    /// <summary>Where the declarations of a file differ from the lock functions, each structure once in the compilation.</summary>
    public ILookup<SyntaxTree, DeclarationMismatch> DeclarationMismatches(CancellationToken cancellation) =>
        _mismatches.Value(cancellation);

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
