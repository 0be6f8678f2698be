using System.Collections.Immutable;
using LockAnalyzers.Judgement.LockFiles;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>What a rule may ask while it judges one file; made for each file, over what is known of the compilation.</summary>
internal sealed class RuleContext(JudgedCompilation judged, CancellationToken cancellation)
{
    private PlatformPairs? _pairs;
    private ExclusivityIntent? _intent;
    private RangePairs? _ranges;
    private LockOwnership? _ownership;
    private BodyVerdicts? _verdicts;

    /// <summary>The lock calls of the whole compilation.</summary>
    public LockIndex Index => judged.Index(cancellation);

    public PlatformPairs Pairs => _pairs ??= new PlatformPairs(judged.Compilation, Index, cancellation);

    public ExclusivityIntent Intent => _intent ??= new ExclusivityIntent(Index, Pairs);

    public RangePairs Ranges => _ranges ??= new RangePairs(Index, new PureLockFiles(judged.Compilation, cancellation));

    /// <summary>
    /// The verdicts on the lock calls of a body; kept until the next body is asked for, because all rules judge one body in turn.
    /// </summary>
    public BodyVerdicts VerdictsOn(BodyFacts body) =>
        ReferenceEquals(_verdicts?.Body, body)
            ? _verdicts!
            : _verdicts = new BodyVerdicts(body, Ranges, _ownership ??= new LockOwnership(Index));

    /// <summary>
    /// True when the compilation calls or declares a lock function of a system; without one, its LOCK_UN may be anybody's.
    /// </summary>
    public bool LocksNatively => judged.LocksNatively(cancellation);

    /// <summary>The constants that a file declares under the names of lock flags.</summary>
    public ImmutableArray<LockConstantDeclaration> FlagsDeclaredIn(SyntaxTree tree) =>
        judged.Compilation.MayLock
        && (judged.Compilation.SpellsConstants(tree) || judged.Compilation.MayConcern(tree, cancellation))
        && judged.Compilation.Models.For(tree) is { } model
            ? LockConstantDeclaration.In(tree, model, FlagEnumsFor(tree), cancellation).ToImmutableArray()
            : ImmutableArray<LockConstantDeclaration>.Empty;

    /// <summary>The enums in which lock functions take their flags, as far as they can be declared in this file.</summary>
    private ILookup<ISymbol, LockApi> FlagEnumsFor(SyntaxTree tree) =>
        judged.Compilation.MayConcern(tree, cancellation) ? Index.FlagEnums : LockIndex.NoFlagEnums;

    /// <summary>The files that a source file opens as locks and lets others open too.</summary>
    public IEnumerable<SharedLockFile> SharedLockFilesIn(SyntaxTree tree) =>
        judged.Compilation.IsAbout(tree, FileTopics.LockFiles)
            ? SharedLockFile.SharedIn(tree, judged.Compilation.Models, cancellation)
            : [];

    /// <summary>What deletes a lock file where its lock is released: calls, and an option of its opening.</summary>
    public IEnumerable<ExpressionSyntax> LockFileDeletionsIn(SyntaxTree tree) =>
        judged.Compilation.IsAbout(tree, FileTopics.Deletions) && judged.Compilation.Models.For(tree) is { } model
            ? new LockFileDeletions(model, judged.Compilation, cancellation).All()
            : [];
}
