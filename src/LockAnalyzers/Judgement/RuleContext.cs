using System.Collections.Immutable;
using LockAnalyzers.Judgement.LockFiles;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>What a rule may ask while it judges one file; made for each file, over what is known of the compilation.</summary>
internal sealed class RuleContext(JudgedCompilation judged, ProjectOptions project, SyntaxTree file, CancellationToken cancellation)
{
    private LockOptions? _options;
    private PlatformPairs? _pairs;
    private ExclusivityIntent? _intent;
    private RangePairs? _ranges;
    private LockOwnership? _ownership;
    private FileOrigins? _origins;
    private BodyVerdicts? _verdicts;
    private SystemClaims? _systems;

    private LockOptions Options => _options ??= project.For(file);

    /// <summary>The lock calls of the whole compilation.</summary>
    public LockIndex Index => judged.Index(cancellation);

    public PlatformPairs Pairs => _pairs ??= new PlatformPairs(judged.Compilation, Index, Systems, cancellation);

    public ExclusivityIntent Intent => _intent ??= new ExclusivityIntent(Index, Pairs, Options.Intent);

    public RangePairs Ranges => _ranges ??= new RangePairs(Index, new PureLockFiles(judged.Compilation, cancellation));

    /// <summary>What the code says of the systems that run it.</summary>
    public SystemClaims Systems => _systems ??= new SystemClaims(judged.Compilation, judged.Target, cancellation);

    /// <summary>
    /// The verdicts on the lock calls of a body; kept until the next body is asked for, because all rules judge one body in turn.
    /// </summary>
    public BodyVerdicts VerdictsOn(BodyFacts body) =>
        ReferenceEquals(_verdicts?.Body, body)
            ? _verdicts!
            : _verdicts = new BodyVerdicts(body, Ranges, _ownership ??= new LockOwnership(Index, Options.CountsExceptions), Origins);

    private FileOrigins Origins => _origins ??= new FileOrigins(judged.Compilation, cancellation);

    /// <summary>
    /// True when the compilation calls or declares a lock function of a system; without one, its LOCK_UN may be anybody's.
    /// </summary>
    public bool LocksNatively => judged.LocksNatively(cancellation);

    /// <summary>True when the compilation refers to FileLock.Runtime.</summary>
    public bool RefersToRuntime => judged.Compilation.Models.Compilation.GetTypeByMetadataName("FileLocking.HandleLock") is not null;

    /// <summary>The settings that cannot be read, and that are reported at this file for want of a better place.</summary>
    public IEnumerable<MalformedOption> MalformedOptionsOf(SyntaxTree tree) => project.MalformedFirstFor(tree);

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
            ? SharedLockFile.SharedIn(
                tree,
                judged.Compilation.Models,
                type => Index.BodiesOf(LockIndex.OutermostType(type)).Any(),
                cancellation
            )
            : [];

    /// <summary>Where the declarations in a file, and the structures that they pass, differ from the lock functions.</summary>
    public IEnumerable<DeclarationMismatch> DeclarationMismatchesIn(SyntaxTree tree) =>
        judged.Compilation.IsAbout(tree, FileTopics.Calls) ? judged.DeclarationMismatches(cancellation)[tree] : [];

    /// <summary>What deletes a lock file where its lock is released: calls, and an option of its opening.</summary>
    public IEnumerable<ExpressionSyntax> LockFileDeletionsIn(SyntaxTree tree) =>
        judged.Compilation.IsAbout(tree, FileTopics.Deletions) && judged.Compilation.Models.For(tree) is { } model
            ? new LockFileDeletions(model, judged.Compilation, cancellation).All()
            : [];

    /// <summary>The raw handles that a file puts into a field by which a file is locked, while nothing keeps their owner.</summary>
    public IEnumerable<RawHandle> RawHandlesKeptIn(SyntaxTree tree) =>
        judged.Compilation.IsAbout(tree, FileTopics.Calls) && judged.Compilation.MayConcern(tree, cancellation)
            ? Index
                .Bodies.SelectMany(body => body.Calls)
                .SelectMany(Origins.RawHandlesKeptFor)
                .Where(handle => handle.Taken.Syntax.SyntaxTree == tree)
                .GroupBy(handle => handle.Taken.Syntax)
                .Select(same => same.First())
            : [];

    /// <summary>What the finalizers in a file touch that may be gone before them, in types that lock files.</summary>
    public IEnumerable<FinalizerFault> FinalizerFaultsIn(SyntaxTree tree) =>
        (judged.Compilation.IsAbout(tree, FileTopics.Calls) || judged.Compilation.IsAbout(tree, FileTopics.LockFiles))
        && judged.Compilation.Models.For(tree) is { } model
            ? new FinalizerFaults(judged.Compilation, Index, cancellation).In(tree, model)
            : [];
}
