using System.Collections.Immutable;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>
/// The assemblies that a folder is compiled against: the framework's, those that the command line names, and restored packages.
/// </summary>
internal static class FolderReferences
{
    public static ImmutableArray<MetadataReference> Of(Options options)
    {
        var named = options.References.SelectMany(static folder => Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories));
        return
        [
            .. DotnetSdk
                .ReferenceAssemblies.Concat(named)
                .Concat(options.Roots.SelectMany(RestoredPackages))
                .Where(IsManaged)
                .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];
    }

    /// <summary>The assemblies of all packages that the projects below <paramref name="folder"/> were restored with.</summary>
    private static IEnumerable<string> RestoredPackages(string folder) =>
        Directory
            .EnumerateFiles(folder, "project.assets.json", SearchOption.AllDirectories)
            .Where(static path => Path.GetFileName(Path.GetDirectoryName(path)) == "obj")
            .SelectMany(PackagesIn);

    private static List<string> PackagesIn(string assets)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(assets));
        var caches = json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(static cache => cache.Name).ToArray();
        var libraries = json.RootElement.GetProperty("libraries");
        List<string> found = [];
        foreach (var target in json.RootElement.GetProperty("targets").EnumerateObject())
        {
            foreach (var library in target.Value.EnumerateObject())
            {
                // A referenced project is a library too, but not one of a package.
                if (
                    libraries.GetProperty(library.Name).GetProperty("type").GetString() != "package"
                    || !library.Value.TryGetProperty("compile", out var assemblies)
                )
                {
                    continue;
                }

                var package = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
                found.AddRange(
                    from assembly in assemblies.EnumerateObject()
                    where assembly.Name.EndsWith(".dll", StringComparison.Ordinal)
                    from cache in caches
                    let path = Path.Combine(cache, package, assembly.Name)
                    where File.Exists(path)
                    select path
                );
            }
        }

        return found;
    }

    private static bool IsManaged(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return file.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
