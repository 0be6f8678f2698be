using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LockAnalyzers.Interpretation;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Judgement;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Rules;
using LockAnalyzers.Rules.Configuration;
using LockAnalyzers.Rules.Declaration;
using LockAnalyzers.Rules.Migration;
using LockAnalyzers.Rules.Mode;
using LockAnalyzers.Rules.Range;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers;

/// <summary>Finds the bodies that touch a file lock, has each interpreted once, and hands the facts to the rules.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockUsageAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<Rule> Rules = ImmutableArray.Create<Rule>(
        new MalformedWrapperLine(),
        new BodyNotJudged(),
        new MalformedSetting(),
        new SharedWhereExclusiveMeant(),
        new ModeNotStated(),
        new PlatformsDisagreeOnWaiting(),
        new TryMethodWaits(),
        new WrongLockConstant(),
        new ContradictoryFlags(),
        new LockFileShared(),
        new UnlocksAnotherRange(),
        new TruncatedRange(),
        new ZeroLengthLock(),
        new RangeMissesData(),
        new LocksConstantPart(),
        new HeldOnExit(),
        new HeldOnException(),
        new ReleasesWithoutAcquire(),
        new LeaksFileOnRefusal(),
        new UndisposedHandle(),
        new ReleasedByCloseOnly(),
        new DeletesLockFile(),
        new UnlockWithoutLock(),
        new ReleasesUnflushed(),
        new GoneOnReturn(),
        new AbandonedAcquire(),
        new WrongNativeDeclaration(),
        new RawHandleOutlived(),
        new LockedByOpening(),
        new LockLeftPending(),
        new LostByClosing(),
        new WrongSystem(),
        new UnsafeFinalizer(),
        new ReplaceableByRuntime()
    );

    /// <summary>
    /// What each file tells by itself lives as long as its syntax tree, which an edit of another file leaves alone. Trees are told apart by
    /// reference: Roslyn's SyntaxTreeValueProvider would hash the text of every file to compare them.
    /// </summary>
    private readonly ConditionalWeakTable<SyntaxTree, TreeFacts> _facts = new();

    private readonly ProjectMemories _memories = new();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.Select(r => r.Descriptor).ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
        context.RegisterAdditionalFileAction(JudgeAdditionalFile);
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        var trees = context.Compilation.SyntaxTrees.Select(tree => _facts.GetValue(tree, t => new(t))).ToImmutableArray();
        var listed = DeclaredWrappers.ListedIn(context.Options.AdditionalFiles, context.CancellationToken);
        if (listed.IsEmpty && trees.All(tree => tree.Topics == FileTopics.None))
            return;

        var options = new ProjectOptions(
            context.Options,
            trees.Where(tree => !listed.IsEmpty || tree.Topics != FileTopics.None).Select(tree => tree.Tree),
            context.CancellationToken
        );
        var wrappers = new DeclaredWrappers(listed, options.ExcludedWrappers);
        var locks = new LockCompilation(context.Compilation, trees, wrappers, _memories.For(trees));
        var judged = new JudgedCompilation(locks, TargetSystems.Of(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions));
        context.RegisterSemanticModelAction(c => JudgeFile(c, judged, options));
        context.RegisterAdditionalFileAction(c => JudgeSettings(c, options));
    }

    private static void JudgeAdditionalFile(AdditionalFileAnalysisContext context)
    {
        foreach (var rule in Rules)
        {
            foreach (var diagnostic in rule.JudgeAdditionalFile(context.AdditionalFile, context.CancellationToken))
                context.ReportDiagnostic(diagnostic);
        }
    }

    private static void JudgeSettings(AdditionalFileAnalysisContext context, ProjectOptions options)
    {
        foreach (var rule in Rules)
        {
            foreach (var diagnostic in rule.JudgeSettings(context.AdditionalFile, options, context.CancellationToken))
                context.ReportDiagnostic(diagnostic);
        }
    }

    private static void JudgeFile(SemanticModelAnalysisContext context, JudgedCompilation judged, ProjectOptions options)
    {
        var file = context.SemanticModel.SyntaxTree;
        var rules = new RuleContext(judged, options, file, context.CancellationToken);
        foreach (var rule in Rules)
        {
            foreach (var diagnostic in rule.JudgeFile(file, rules))
                context.ReportDiagnostic(diagnostic);
        }

        foreach (var body in judged.Compilation.BodiesIn(file, context.CancellationToken))
        {
            foreach (var rule in Rules)
            {
                foreach (var diagnostic in rule.DiagnosticsIn(body, rules))
                    context.ReportDiagnostic(diagnostic);
            }
        }
    }
}
