using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using SourceFile = (string filename, Microsoft.CodeAnalysis.Text.SourceText content);

namespace Microsoft.CodeAnalysis.Testing;

public class SourceFileCollection : List<SourceFile>
{
    public void Add((string filename, string content) file) => Add((file.filename, SourceText.From(file.content, Encoding.UTF8)));
}

/// <summary>Files that are named /0/Test0.cs, /0/Test1.cs… unless they say otherwise.</summary>
public class SourceFileList(string defaultPrefix, string defaultExtension) : SourceFileCollection
{
    public void Add(string content) => Add(SourceText.From(content, Encoding.UTF8));

    public void Add(SourceText content) => Add(($"{defaultPrefix}{Count}.{defaultExtension}", content));
}

public class MetadataReferenceCollection : List<MetadataReference>
{
    private static readonly ConcurrentDictionary<string, MetadataReference> s_references = new();

    public void Add(string path) => Add(s_references.GetOrAdd(path, static path => MetadataReference.CreateFromFile(path)));

    public void Add(Assembly assembly) => Add(assembly.Location);
}

/// <summary>
/// A project as a test states it: before the fix, after it, or after FixAll. The state after the fix takes over what it leaves empty
/// from the state before, and markup in it expects only diagnostics that no fix under test claims; but if nothing differs, then
/// all expectations stay, so that a test of <em>no fix</em> gives the same marked-up code twice.
/// </summary>
public class SolutionState(string defaultPrefix, string defaultExtension)
{
    public SourceFileList Sources { get; } = new(defaultPrefix, defaultExtension);

    public SourceFileCollection AdditionalFiles { get; } = [];

    public SourceFileCollection AnalyzerConfigFiles { get; } = [];

    public MetadataReferenceCollection AdditionalReferences { get; } = [];

    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    public OutputKind? OutputKind { get; set; }

    public ReferenceAssemblies? ReferenceAssemblies { get; set; }

    public MarkupMode? MarkupHandling { get; set; }

    public StateInheritanceMode? InheritanceMode { get; set; }

    /// <summary>Whether a test says anything of this state.</summary>
    internal bool IsStated =>
        InheritanceMode is not null || MarkupHandling is not null || Sources.Count + AdditionalFiles.Count + AnalyzerConfigFiles.Count != 0;

    internal SolutionState Inherit(SolutionState? previous, ImmutableArray<string> fixableIds)
    {
        var result = new SolutionState(defaultPrefix, defaultExtension)
        {
            OutputKind = OutputKind,
            ReferenceAssemblies = ReferenceAssemblies,
            MarkupHandling = MarkupHandling ?? MarkupMode.Allow,
            InheritanceMode = StateInheritanceMode.Explicit,
        };
        var mode = InheritanceMode ?? StateInheritanceMode.Explicit;
        if (previous is not null)
        {
            var differs =
                Differs(Sources, previous.Sources)
                || Differs(AdditionalFiles, previous.AdditionalFiles)
                || Differs(AnalyzerConfigFiles, previous.AnalyzerConfigFiles)
                || (!WillInherit(AdditionalReferences) && !AdditionalReferences.SequenceEqual(previous.AdditionalReferences));
            mode = InheritanceMode ?? (differs ? StateInheritanceMode.AutoInherit : StateInheritanceMode.AutoInheritAll);
            result.MarkupHandling = MarkupHandling ?? (differs ? MarkupMode.IgnoreFixable : previous.MarkupHandling);
        }

        var inherits = mode != StateInheritanceMode.Explicit;
        if (inherits)
        {
            result.OutputKind ??= previous?.OutputKind;
            result.ReferenceAssemblies ??= previous?.ReferenceAssemblies;
        }

        Take(state => state.Sources);
        Take(state => state.AdditionalFiles);
        Take(state => state.AnalyzerConfigFiles);
        Take(state => state.AdditionalReferences);
        Take(state => state.ExpectedDiagnostics, IsInheritable);
        return result;

        bool WillInherit<T>(List<T> items) => InheritanceMode != StateInheritanceMode.Explicit && items.Count == 0;

        bool Differs(SourceFileCollection own, SourceFileCollection others) => !WillInherit(own) && !SameFiles(own, others);

        bool IsInheritable(DiagnosticResult diagnostic) =>
            mode == StateInheritanceMode.AutoInheritAll || !fixableIds.Contains(diagnostic.Id);

        void Take<T>(Func<SolutionState, List<T>> items, Func<T, bool>? inheritable = null) =>
            items(result)
                .AddRange(
                    items(this).Count == 0 && inherits && previous is not null
                        ? items(previous).Where(inheritable ?? (_ => true))
                        : items(this)
                );
    }

    internal static bool SameFiles(IReadOnlyList<SourceFile> some, IReadOnlyList<SourceFile> others) =>
        some.Select(file => file.filename).SequenceEqual(others.Select(file => file.filename))
        && some.Zip(others).All(pair => pair.First.content.ContentEquals(pair.Second.content));

    /// <summary>Turns markup into code and expectations. Inheritance comes first.</summary>
    internal EvaluatedState Evaluate(DiagnosticSource diagnostics, string defaultPath, ReferenceAssemblies defaultReferences)
    {
        var positionsAreCode = diagnostics.MarkupOptions.HasFlag(MarkupOptions.TreatPositionIndicatorsAsCode);
        var expected = new List<DiagnosticResult>(ExpectedDiagnostics.Select(diagnostic => diagnostic.WithDefaultPath(defaultPath)));
        var locations = new Dictionary<int, FileLinePositionSpan>();
        var sources = ReadMarkup(Sources);
        var additionalFiles = ReadMarkup(AdditionalFiles);
        var analyzerConfigFiles = ReadMarkup(AnalyzerConfigFiles);
        return new EvaluatedState(
            sources,
            additionalFiles,
            analyzerConfigFiles,
            [.. AdditionalReferences],
            OutputKind ?? CodeAnalysis.OutputKind.DynamicallyLinkedLibrary,
            ReferenceAssemblies ?? defaultReferences,
            [.. expected.Select(diagnostic => diagnostic.WithMarkupLocations(locations))]
        );

        ImmutableArray<SourceFile> ReadMarkup(SourceFileCollection files) =>
            MarkupHandling == MarkupMode.None
                ? [.. files]
                :
                [
                    .. files.Select(file =>
                    {
                        var markup = Markup.Parse(file.content.ToString(), positionsAreCode);
                        var code = SourceText.From(markup.Code, file.content.Encoding, file.content.ChecksumAlgorithm);
                        if (MarkupHandling != MarkupMode.Ignore)
                            Expect(markup, code, file.filename);
                        return (file.filename, code);
                    }),
                ];

        void Expect(Markup markup, SourceText code, string path)
        {
            foreach (var (name, textSpan) in markup.Spans)
            {
                var span = new FileLinePositionSpan(path, code.Lines.GetLinePositionSpan(textSpan));
                if (name.StartsWith('#'))
                {
                    if (!locations.TryAdd(int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture), span))
                        throw new InvalidOperationException($"The input has several markup locations '{name}'.");
                }
                else if (
                    diagnostics.FromMarkup(name) is var diagnostic
                    && (MarkupHandling != MarkupMode.IgnoreFixable || !diagnostics.FixableIds.Contains(diagnostic.Id))
                )
                {
                    expected.Add(diagnostic.WithSpan(span));
                }
            }
        }
    }
}

/// <summary>A state with nothing left to inherit and no markup.</summary>
internal sealed record EvaluatedState(
    ImmutableArray<SourceFile> Sources,
    ImmutableArray<SourceFile> AdditionalFiles,
    ImmutableArray<SourceFile> AnalyzerConfigFiles,
    ImmutableArray<MetadataReference> AdditionalReferences,
    OutputKind OutputKind,
    ReferenceAssemblies ReferenceAssemblies,
    ImmutableArray<DiagnosticResult> ExpectedDiagnostics
)
{
    public bool HasSameFiles(EvaluatedState other) =>
        SolutionState.SameFiles(Sources, other.Sources)
        && SolutionState.SameFiles(AdditionalFiles, other.AdditionalFiles)
        && SolutionState.SameFiles(AnalyzerConfigFiles, other.AnalyzerConfigFiles);
}

/// <summary>What the names in markup mean.</summary>
internal sealed record DiagnosticSource(
    MarkupOptions MarkupOptions,
    DiagnosticDescriptor? Default,
    ImmutableArray<DiagnosticDescriptor> Supported,
    ImmutableArray<string> FixableIds
)
{
    public DiagnosticResult FromMarkup(string id)
    {
        var descriptors =
            id.Length == 0
                ? Default is null
                    ? []
                    : [Default]
                : Supported.Where(descriptor => descriptor.Id == id).ToList();
        if (id.Length == 0 && Default is null)
        {
            throw new InvalidOperationException(
                "'[|…|]' needs an analyzer with a single descriptor, or MarkupOptions.UseFirstDescriptor; write '{|ID:…|}'."
            );
        }

        if (descriptors.Count > 1 && !MarkupOptions.HasFlag(MarkupOptions.UseFirstDescriptor))
            throw new InvalidOperationException($"Several descriptors have the id {id}: expect the one that is meant explicitly.");

        // An id that no analyzer supports is the compiler's.
        var diagnostic = descriptors.Count == 0 ? DiagnosticResult.CompilerError(id) : new DiagnosticResult(descriptors[0]);
        return diagnostic.WithMessage(null).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity);
    }
}
