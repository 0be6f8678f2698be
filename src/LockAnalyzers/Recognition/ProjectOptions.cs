using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Recognition;

/// <summary>
/// What <c>.editorconfig</c> and <c>.globalconfig</c> say about the locks of a project. The compiler tells which values apply to a source
/// file, not where they are written; the package passes the files that hold such settings as additional files, so that a mistake is
/// reported in its line. Where they were not passed, it is reported at the first source file that it applies to.
/// </summary>
internal sealed class ProjectOptions
{
    private readonly AnalyzerConfigOptionsProvider _settings;
    private readonly ImmutableArray<AdditionalText> _files;
    private readonly Dictionary<MalformedOption, SyntaxTree> _malformed = [];
    private readonly HashSet<MalformedOption> _placed = [];

    /// <param name="options">The settings and the additional files.</param>
    /// <param name="trees">The files that may concern locks, in their order.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public ProjectOptions(AnalyzerOptions options, IEnumerable<SyntaxTree> trees, CancellationToken cancellation)
    {
        _settings = options.AnalyzerConfigOptionsProvider;
        var excluded = ImmutableHashSet.CreateBuilder<WrapperName>();
        foreach (var tree in trees)
        {
            var found = For(tree);
            excluded.UnionWith(found.ExcludedWrappers);
            foreach (var option in found.Malformed)
            {
                if (!_malformed.ContainsKey(option))
                    _malformed.Add(option, tree);
            }
        }

        ExcludedWrappers = excluded.ToImmutable();
        _files =
            _malformed.Count == 0 ? ImmutableArray<AdditionalText>.Empty : options.AdditionalFiles.Where(IsSettings).ToImmutableArray();
        _placed.UnionWith(_files.SelectMany(file => MalformedIn(file, cancellation)).Select(placed => placed.Option));
    }

    /// <summary>The methods that some file excludes; a lock goes through files, so that this counts in all of them.</summary>
    public ImmutableHashSet<WrapperName> ExcludedWrappers { get; }

    public LockOptions For(SyntaxTree tree) => LockOptions.Of(_settings.GetOptions(tree));

    /// <summary>The malformed settings of a file of settings, with their places in it.</summary>
    public IEnumerable<(MalformedOption Option, TextSpan Span)> MalformedIn(AdditionalText file, CancellationToken cancellation)
    {
        if (!_files.Contains(file) || file.GetText(cancellation) is not { } text)
            yield break;

        foreach (var line in text.Lines)
        {
            var content = line.ToString();
            foreach (var option in _malformed.Keys)
            {
                if (PlaceOf(option, content) is var (start, length))
                    yield return (option, new TextSpan(line.Start + start, length));
            }
        }
    }

    /// <summary>The malformed settings that are first met in a source file, and that are written in no file that was passed.</summary>
    public IEnumerable<MalformedOption> MalformedFirstFor(SyntaxTree tree) =>
        _malformed.Where(option => option.Value == tree && !_placed.Contains(option.Key)).Select(option => option.Key);

    private static bool IsSettings(AdditionalText file) => Path.GetExtension(file.Path) is ".editorconfig" or ".globalconfig";

    /// <summary>Where a line sets an option to its malformed value, the comment left out; null where it does something else.</summary>
    private static (int Start, int Length)? PlaceOf(MalformedOption option, string line)
    {
        var setting = line.Split('#', ';')[0].TrimEnd();
        var separator = setting.IndexOfAny(['=', ':']);
        if (
            separator < 0
            || !setting.Substring(0, separator).Trim().Equals(option.Key, StringComparison.OrdinalIgnoreCase)
            || setting.Substring(separator + 1).Trim() != option.Value
        )
            return null;

        var start = setting.Length - setting.TrimStart().Length;
        return (start, setting.Length - start);
    }
}
