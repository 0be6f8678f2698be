using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>
/// The semantic models of one compilation's files, made once each. Judging a lock needs bodies of other files (the other platform's
/// half, the wrapper that is called), and only files that speak of locks are ever asked for.
/// </summary>
internal sealed class SemanticModels(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel?> _models = new();

    public Compilation Compilation => compilation;

    [SuppressMessage(
        "MicrosoftCodeAnalysisCorrectness",
        "RS1030:Do not invoke Compilation.GetSemanticModel() method within a diagnostic analyzer",
        Justification = "Only for files that mention file locks, and once per file."
    )]
    public SemanticModel? For(SyntaxTree tree) =>
        _models.GetOrAdd(tree, t => compilation.ContainsSyntaxTree(t) ? compilation.GetSemanticModel(t) : null);
}
