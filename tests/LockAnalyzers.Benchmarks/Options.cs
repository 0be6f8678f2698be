namespace LockAnalyzers.Benchmarks;

/// <summary>The command line.</summary>
internal sealed class Options
{
    public const string Usage = """
        LockAnalyzers.Benchmarks [<folder>] [options]

        Without a folder: measures generated code. With one: measures the C# files of that folder.

          --only <subfolder>     take only the files of this subfolder (repeatable)
          --define <symbols>     preprocessor symbols, separated by commas (repeatable)
          --reference <folder>   reference every managed .dll in this folder (repeatable)
          --files <files>        the files that lock, separated by commas: compiled cold, and the first one edited.
                                 Default: the files that call a lock function, or else those that open with FileShare.None
          --per-file             compile each file on its own
          --list                 print every diagnostic instead of measuring
          --analyzer <dll>       another build of LockAnalyzers.dll
          --rounds <n>           rounds to take the median of (default 3, after one that warms up)
          --edits <n>            edits per file (default 20)
        """;

    private readonly List<string> _only = [];

    public string? Folder { get; private set; }

    /// <summary>The folders whose files are taken, with all folders below them.</summary>
    public IEnumerable<string> Roots => _only.Count == 0 ? [Folder!] : _only.Select(folder => Path.Combine(Folder!, folder));

    public List<string> Defines { get; } = [];

    public List<string> References { get; } = [];

    public List<string> Files { get; } = [];

    public bool PerFile { get; private set; }

    public bool List { get; private set; }

    public string Analyzer { get; private set; } = typeof(LockUsageAnalyzer).Assembly.Location;

    public int Rounds { get; private set; } = 3;

    public int Edits { get; private set; } = 20;

    /// <exception cref="ArgumentException">An option is unknown or lacks its value, or the folder does not exist.</exception>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "--only":
                    options._only.Add(Value());
                    break;
                case "--define":
                    options.Defines.AddRange(Values());
                    break;
                case "--reference":
                    options.References.Add(ExistingFolder(Value()));
                    break;
                case "--files":
                    options.Files.AddRange(Values());
                    break;
                case "--per-file":
                    options.PerFile = true;
                    break;
                case "--list":
                    options.List = true;
                    break;
                case "--analyzer":
                    options.Analyzer = Path.GetFullPath(Value());
                    break;
                case "--rounds":
                    options.Rounds = int.Parse(Value());
                    break;
                case "--edits":
                    options.Edits = int.Parse(Value());
                    break;
                case var folder when !folder.StartsWith('-') && options.Folder is null:
                    options.Folder = ExistingFolder(folder);
                    break;
                default:
                    throw new ArgumentException($"Unknown argument '{argument}'.");
            }

            string Value() => rest.TryDequeue(out var value) ? value : throw new ArgumentException($"'{argument}' needs a value.");

            string[] Values() => Value().Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        return options;
    }

    private static string ExistingFolder(string path) =>
        Directory.Exists(path) ? Path.GetFullPath(path) : throw new ArgumentException($"There is no folder '{path}'.");
}
