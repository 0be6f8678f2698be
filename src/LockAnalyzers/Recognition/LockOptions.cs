using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Recognition;

/// <summary>What <c>.editorconfig</c> and <c>.globalconfig</c> say about the locks of one file.</summary>
internal sealed record LockOptions
{
    public const string Prefix = "lock_analyzers.";

    private const string IntentKey = Prefix + "intent";
    private const string ExceptionPathsKey = Prefix + "exception_paths";
    private const string ExcludedWrappersKey = Prefix + "excluded_wrappers";
    private const string NamesOfWrappers = "'[Namespace.Type]::Member', separated by commas";

    private static readonly string[] Keys = [IntentKey, ExceptionPathsKey, ExcludedWrappersKey];

    private static readonly (string Text, LockIntent Value)[] Intents =
    [
        ("infer", LockIntent.Infer),
        ("exclusive", LockIntent.Exclusive),
        ("shared", LockIntent.Shared),
    ];

    private static readonly (string Text, bool Value)[] ExceptionPaths = [("all", true), ("none", false)];

    public LockIntent Intent { get; private init; } = LockIntent.Infer;

    /// <summary>False where nothing is to be reported that only an exception brings about.</summary>
    public bool CountsExceptions { get; private init; } = true;

    /// <summary>The methods that neither take nor release a lock for their callers, whatever they look like.</summary>
    public ImmutableHashSet<WrapperName> ExcludedWrappers { get; private init; } = ImmutableHashSet<WrapperName>.Empty;

    /// <summary>The settings that could not be read.</summary>
    public ImmutableArray<MalformedOption> Malformed { get; private init; } = ImmutableArray<MalformedOption>.Empty;

    public static LockOptions Of(AnalyzerConfigOptions settings)
    {
        var malformed = ImmutableArray.CreateBuilder<MalformedOption>();
        foreach (var key in OwnKeysIn(settings))
        {
            if (!Keys.Contains(key, StringComparer.OrdinalIgnoreCase) && settings.TryGetValue(key, out var value))
                malformed.Add(new(key, value, "is no option", OneOf(Keys)));
        }

        return new()
        {
            Intent = Read(settings, IntentKey, Intents, malformed),
            CountsExceptions = Read(settings, ExceptionPathsKey, ExceptionPaths, malformed),
            ExcludedWrappers = ReadNames(settings, malformed),
            Malformed = malformed.ToImmutable(),
        };
    }

    /// <summary>The keys that begin as ours do; none where the compiler's host does not tell which keys there are.</summary>
    private static List<string> OwnKeysIn(AnalyzerConfigOptions settings)
    {
        try
        {
            return settings
                .Keys.Where(key => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                .OrderBy(key => key, StringComparer.Ordinal)
                .ToList();
        }
        catch (NotImplementedException)
        {
            return [];
        }
    }

    /// <summary>The value that a key is given; the first of the table where it is given none, or one that is not in the table.</summary>
    private static T Read<T>(
        AnalyzerConfigOptions settings,
        string key,
        (string Text, T Value)[] table,
        ImmutableArray<MalformedOption>.Builder malformed
    )
    {
        if (!settings.TryGetValue(key, out var text))
            return table[0].Value;

        foreach (var row in table)
        {
            if (row.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
                return row.Value;
        }

        malformed.Add(new(key, text, $"cannot be '{text}'", OneOf(table.Select(row => row.Text))));
        return table[0].Value;
    }

    private static ImmutableHashSet<WrapperName> ReadNames(
        AnalyzerConfigOptions settings,
        ImmutableArray<MalformedOption>.Builder malformed
    )
    {
        if (!settings.TryGetValue(ExcludedWrappersKey, out var text))
            return ImmutableHashSet<WrapperName>.Empty;

        var names = ImmutableHashSet.CreateBuilder<WrapperName>();
        foreach (var part in text.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0))
        {
            if (WrapperName.Read(part) is { } name)
                names.Add(name);
            else
                malformed.Add(new(ExcludedWrappersKey, text, $"cannot name '{part}'", NamesOfWrappers));
        }

        return names.ToImmutable();
    }

    /// <summary>'a', 'b' or 'c'.</summary>
    private static string OneOf(IEnumerable<string> words)
    {
        var quoted = words.Select(word => $"'{word}'").ToList();
        return $"{string.Join(", ", quoted.Take(quoted.Count - 1))} or {quoted.Last()}";
    }
}
