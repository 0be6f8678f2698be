using System.Collections.Immutable;
using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers;

/// <summary>Finds the bodies that touch a file lock, has each interpreted once, and hands the facts to the rules.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockUsageAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<Rule> Rules = ImmutableArray.Create<Rule>(
        new SharedWhereExclusiveMeant(),
        new ModeNotStated(),
        new PlatformsDisagreeOnWaiting(),
        new TryMethodWaits(),
        new ContradictoryFlags(),
        new UnlocksAnotherRange(),
        new LosesHalfOfRange(),
        new LocksNothing(),
        new RangeMissesData(),
        new LocksConstantPart(),
        new HeldOnExit(),
        new HeldOnException(),
        new ReleasesUnearnedLock(),
        new LeavesFileOpen(),
        new UndisposedHandle(),
        new ReleasedByCloseOnly(),
        new UnlocksAfterEnd(),
        new ReleasesUnflushed());

    private readonly SyntaxTreeValueProvider<bool> _speaksOfLocks = new(tree => LockWords.AppearIn(tree.GetText()));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.Select(r => r.Descriptor).ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        var trees = context.Compilation.SyntaxTrees
            .Where(tree => context.TryGetValue(tree, _speaksOfLocks, out var speaks) && speaks)
            .ToImmutableArray();
        if (trees.IsEmpty)
            return;

        var program = new LockProgram(context.Compilation, trees);
        context.RegisterSemanticModelAction(c => Judge(c, program));
    }

    private static void Judge(SemanticModelAnalysisContext context, LockProgram program)
    {
        foreach (var body in program.BodiesIn(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var rule in Rules)
            {
                foreach (var diagnostic in rule.Judge(body, program, context.CancellationToken))
                    context.ReportDiagnostic(diagnostic);
            }
        }
    }
}
