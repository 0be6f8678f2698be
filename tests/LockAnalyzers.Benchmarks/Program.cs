using LockAnalyzers.Benchmarks;
using LockAnalyzers.Benchmarks.Folder;
using LockAnalyzers.Benchmarks.Generated;

Options options;
try
{
    options = Options.Parse(args);
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Options.Usage);
    return 1;
}

var locks = new AnalyzerAssembly(options.Analyzer);
if (options.Folder is null)
    await GeneratedBenchmarks.RunAsync(locks);
else if (options.List)
    await Listing.PrintAsync(new SourceFolder(options), locks);
else
    await FolderBenchmarks.RunAsync(new SourceFolder(options), locks, options);

return 0;
