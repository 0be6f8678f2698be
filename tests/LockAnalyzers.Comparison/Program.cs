using System.Reflection;
using LockAnalyzers;
using LockAnalyzers.Comparison;
using Microsoft.CodeAnalysis;

// What each analyzer reports where a file lock is wrong, and on the right code of the same rule. Prints a page in Markdown.
var facts = Assembly
    .GetExecutingAssembly()
    .GetCustomAttributes<AssemblyMetadataAttribute>()
    .ToDictionary(fact => fact.Key, fact => fact.Value!);
var tests = Path.Combine(facts["RepositoryRoot"], "tests", "LockAnalyzers.Tests");
List<MetadataReference> references =
[
    .. Directory.EnumerateFiles(facts["net8.0"], "*.dll").Select(file => MetadataReference.CreateFromFile(file)),
    MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "FileLock.Runtime.dll")),
    MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "Mono.Posix.NETStandard.dll")),
];

List<Analyzers> compared =
[
    new("LockAnalyzers", [new LockUsageAnalyzer()]),
    .. facts
        .Where(fact => fact.Key.StartsWith("Compared:", StringComparison.Ordinal))
        .Select(fact => Analyzers.Load(fact.Key[9..], fact.Value)),
];

var rules = Directory
    .EnumerateDirectories(Path.Combine(tests, "Corpus"), "LOCK*")
    .Select(folder => Path.GetFileName(folder))
    .Order(StringComparer.Ordinal)
    .ToList();
List<CodeCase> Cases(string kind, string rule, int most) =>
    [
        .. Directory
            .EnumerateFileSystemEntries(Path.Combine(tests, kind, rule))
            .Order(StringComparer.Ordinal)
            .Select(path => CodeCase.Read(rule, path, references))
            .Where(code => kind == "ValidCode" || !code.FaultyLines.IsEmpty)
            .Take(most),
    ];

var faulty = rules.SelectMany(rule => Cases("Corpus", rule, 2)).ToList();
var right = rules.ToDictionary(rule => rule, rule => Cases("ValidCode", rule, 4));

// The first files compile the analyzers' own code, before the time is taken.
var rows = new List<(Analyzers Who, HashSet<CodeCase> OnLine, HashSet<CodeCase> Told, SortedSet<string> By, TimeSpan Spent)>();
foreach (var who in compared)
{
    foreach (var code in faulty.Take(5))
        await who.ReportedAsync(code);
    who.Reset();

    var hits = new Dictionary<CodeCase, HashSet<string>>();
    foreach (var code in faulty)
        hits[code] =
        [
            .. (await who.ReportedAsync(code)).Where(hit => code.FaultyLines.Contains((hit.File, hit.Line))).Select(hit => hit.Id),
        ];

    var spent = who.Spent;
    var onRightCode = new Dictionary<string, HashSet<string>>();
    foreach (var (rule, codes) in right)
    {
        var ids = onRightCode[rule] = [];
        foreach (var code in codes)
            ids.UnionWith((await who.ReportedAsync(code)).Select(hit => hit.Id));
    }

    rows.Add(
        (
            who,
            [.. faulty.Where(code => hits[code].Count > 0)],
            [.. faulty.Where(code => hits[code].Except(onRightCode[code.Rule]).Any())],
            new(hits.Values.SelectMany(ids => ids), StringComparer.Ordinal),
            spent
        )
    );
    Console.Error.WriteLine($"{who.Name}: {rows[^1].OnLine.Count} {rows[^1].Told.Count} {spent.TotalMilliseconds:F0} ms");
    foreach (var (analyzer, exception) in who.Thrown)
        Console.Error.WriteLine($"  {analyzer}: {exception}");
}

Console.WriteLine(
    $"""
    # Comparison

    What analyzers report of {faulty.Count} file locks that are wrong: the first two of each folder of
    [Corpus](https://github.com/lockanalyzers/lockanalyzers/tree/main/tests/LockAnalyzers.Tests/Corpus). Written by

    ```sh
    dotnet run -c Release --project tests/LockAnalyzers.Comparison
    ```

    Every rule of every analyzer is on, those that are off by default included.

    - **On the line**: anything at all is reported on the line of the fault, a matter of style included. An upper bound.
    - **Tells right from wrong**: a rule speaks on the line of the fault, and in none of the first four right files that are one step away
      from the same fault ([ValidCode](https://github.com/lockanalyzers/lockanalyzers/tree/main/tests/LockAnalyzers.Tests/ValidCode)).
      Faults and right code are this project's own tests, so that its own row says that they pass, not how good it is: for that, see
      what it finds in [code of others](https://github.com/lockanalyzers/lockanalyzers/blob/main/tests/LockAnalyzers.Benchmarks/README.md).
    - **Time**: what the analyzers spend on these files, on one thread, warm. All of this code locks, which is the worst case for this
      project and none for the others.

    | Analyzer | On the line | Tells right from wrong | Time |
    |---|---|---|---|
    """
);
foreach (var row in rows)
    Console.WriteLine($"| {row.Who.Name} | {row.OnLine.Count} | {row.Told.Count} | {row.Spent.TotalMilliseconds:F0} ms |");

Console.WriteLine(
    "\n| Rule | "
        + string.Join(" | ", rows.Select(row => row.Who.Name.Split(' ')[0]))
        + " |\n|---|"
        + string.Concat(rows.Select(_ => "---|"))
);
foreach (var rule in rules.Where(rule => faulty.Exists(code => code.Rule == rule)))
    Console.WriteLine(
        $"| [{rule}](https://github.com/lockanalyzers/lockanalyzers/blob/main/docs/rules/{rule}.md) | "
            + string.Join(" | ", rows.Select(row => row.Told.Count(code => code.Rule == rule)))
            + " |"
    );

Console.WriteLine("\nReported on the lines of faults:\n");
foreach (var row in rows)
{
    Console.WriteLine(
        $"- {row.Who.Name}: {(row.By.Count == 0 ? "nothing" : string.Join(", ", row.By))}"
            + (row.Who.Thrown.Count == 0 ? "" : $"; ended with an exception: {string.Join(", ", row.Who.Thrown.Keys)}")
    );
}
