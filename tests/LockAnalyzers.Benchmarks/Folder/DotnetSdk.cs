namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>The parts of the running .NET installation that a project of its own version is compiled with.</summary>
internal static class DotnetSdk
{
    // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
    private static readonly string Root = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")
    );

    private static readonly string Sdk = Latest(Path.Combine(Root, "sdk"));

    private static readonly string[] Packs =
    [
        .. new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }
            .Select(static name => Path.Combine(Root, "packs", name))
            .Where(Directory.Exists)
            .Select(Latest),
    ];

    private static readonly string NetAnalyzersFolder = Path.Combine(Sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers");

    public static string Host => Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    public static string Compiler => Path.Combine(Sdk, "Roslyn", "bincore", "csc.dll");

    public static IEnumerable<string> ReferenceAssemblies =>
        Packs.SelectMany(static pack => Directory.EnumerateFiles(Latest(Path.Combine(pack, "ref")), "*.dll"));

    /// <summary>The source generators that the SDK hands to every project, and the analyzers that come with them.</summary>
    public static IEnumerable<string> Generators => Directory.EnumerateFiles(Path.Combine(Packs[0], "analyzers", "dotnet", "cs"), "*.dll");

    public static string CSharpNetAnalyzers => Path.Combine(NetAnalyzersFolder, "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll");

    public static string NetAnalyzers => Path.Combine(NetAnalyzersFolder, "Microsoft.CodeAnalysis.NetAnalyzers.dll");

    /// <summary>The severities that a project has unless it sets AnalysisLevel or AnalysisMode.</summary>
    public static string DefaultSeverities =>
        Path.Combine(NetAnalyzersFolder, "build", "config", $"analysislevel_{Environment.Version.Major}_default.globalconfig");

    /// <summary>The newest Meziantou.Analyzer in the NuGet cache, in its build for the newest compiler up to this process's.</summary>
    public static string? Meziantou
    {
        get
        {
            var packages =
                Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            var package = Path.Combine(packages, "meziantou.analyzer");
            if (!Directory.Exists(package))
                return null;

            var compiler = typeof(Microsoft.CodeAnalysis.Compilation).Assembly.GetName().Version;
            return Directory
                .EnumerateDirectories(Path.Combine(Latest(package), "analyzers", "dotnet"), "roslyn*")
                .Where(folder => VersionOf(folder) <= compiler)
                .OrderByDescending(VersionOf)
                .Select(static folder => Path.Combine(folder, "cs", "Meziantou.Analyzer.dll"))
                .FirstOrDefault(File.Exists);
        }
    }

    private static string Latest(string folder) =>
        Directory.EnumerateDirectories(folder).MaxBy(VersionOf) ?? throw new DirectoryNotFoundException($"There is nothing in '{folder}'.");

    /// <summary>The version in a folder's name: 10.0.12, net10.0, roslyn4.14, 11.0.100-preview.1.</summary>
    private static Version VersionOf(string folder)
    {
        var name = Path.GetFileName(folder).Split('-')[0].TrimStart([.. "abcdefghijklmnopqrstuvwxyz"]);
        return Version.TryParse(name, out var version) ? version : new();
    }
}
