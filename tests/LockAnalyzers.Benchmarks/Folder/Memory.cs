using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>
/// The managed memory in use when an editor has analysed edit after edit and holds only the last compilation and its analysis.
/// </summary>
internal readonly record struct Memory(long AfterFirstEdits, long AfterLastEdits, int CompilationsAlive)
{
    /// <summary>
    /// Edits each document once, then each <paramref name="edits"/> times more. All analyses share <paramref name="analyzers"/>, as an
    /// editor's do.
    /// </summary>
    public static Memory OfEdits(
        CSharpCompilation compilation,
        IReadOnlyList<EditedDocument> documents,
        int edits,
        ImmutableArray<DiagnosticAnalyzer> analyzers
    )
    {
        var workspace = new Workspace(compilation);
        var compilations = new List<WeakReference>();
        Edit(1);
        var afterFirst = GC.GetTotalMemory(forceFullCollection: true);
        Edit(edits);
        var afterLast = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(workspace);
        return new(afterFirst, afterLast, compilations.Count(static reference => reference.IsAlive));

        void Edit(int times)
        {
            for (var time = 0; time < times; time++)
            {
                foreach (var document in documents)
                    compilations.Add(workspace.Edit(document, analyzers));
            }
        }
    }

    private sealed class Workspace(CSharpCompilation compilation)
    {
        private CSharpCompilation _compilation = compilation;
        private CompilationWithAnalyzers? _analysis;

        // Not inlined, so that no local of a caller keeps a compilation alive that the workspace has dropped.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public WeakReference Edit(EditedDocument document, ImmutableArray<DiagnosticAnalyzer> analyzers)
        {
            _compilation = document.EditIn(_compilation);
            _analysis = Analysis.Of(_compilation, analyzers);
            var model = _compilation.GetSemanticModel(document.Tree);
            _analysis.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, default).GetAwaiter().GetResult();
            return new(_compilation);
        }
    }
}
