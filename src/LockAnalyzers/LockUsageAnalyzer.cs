using System.Collections.Immutable;
using LockAnalyzers.Interpretation;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Judgement;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Rules;
using LockAnalyzers.Rules.Configuration;
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
        new AbandonedAcquire()
    );

    /// <summary>What each file tells by itself lives as long as its syntax tree, which an edit of another file leaves alone.</summary>
    private readonly SyntaxTreeValueProvider<TreeFacts> _facts = new(tree => new TreeFacts(tree));

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
        var trees = context
            .Compilation.SyntaxTrees.Select(tree => context.TryGetValue(tree, _facts, out var found) ? found : new TreeFacts(tree))
            .ToImmutableArray();
        var wrappers = DeclaredWrappers.Of(context.Options.AdditionalFiles, context.CancellationToken);
        if (wrappers.Names.IsEmpty && trees.All(tree => tree.Topics == FileTopics.None))
            return;

        var locks = new LockCompilation(context.Compilation, trees, wrappers, _memories.For(trees));
        var judged = new JudgedCompilation(locks);
        context.RegisterSemanticModelAction(c => JudgeFile(c, judged));
    }

    private static void JudgeAdditionalFile(AdditionalFileAnalysisContext context)
    {
        foreach (var rule in Rules)
        {
            foreach (var diagnostic in rule.JudgeAdditionalFile(context.AdditionalFile, context.CancellationToken))
                context.ReportDiagnostic(diagnostic);
        }
    }

    private static void JudgeFile(SemanticModelAnalysisContext context, JudgedCompilation judged)
    {
        var file = context.SemanticModel.SyntaxTree;
        var rules = new RuleContext(judged, context.CancellationToken);
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
