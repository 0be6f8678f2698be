using System.Collections.Immutable;
using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The framework that code under test is compiled against, read once from its reference pack.</summary>
public sealed class ReferenceAssemblies
{
    private readonly Lazy<ImmutableArray<MetadataReference>> _references;

    private ReferenceAssemblies(string targetFramework, ImmutableArray<string> assemblies = default)
    {
        TargetFramework = targetFramework;
        _references = new(() => Read(targetFramework, assemblies));
    }

    public string TargetFramework { get; }

    public Task<ImmutableArray<MetadataReference>> ResolveAsync(string? language, CancellationToken cancellationToken) =>
        Task.FromResult(_references.Value);

    private static ImmutableArray<MetadataReference> Read(string targetFramework, ImmutableArray<string> assemblies)
    {
        var folder = typeof(ReferenceAssemblies)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(pack => pack.Key == targetFramework)
            .Value!;
        var files = assemblies.IsDefault
            ? Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)
            : assemblies.Select(name => Path.Combine(folder, name + ".dll"));
        return [.. files.Select(path => MetadataReference.CreateFromFile(path))];
    }

    public static class Net
    {
        public static ReferenceAssemblies Net80 { get; } = new("net8.0");
    }

    public static class NetStandard
    {
        public static ReferenceAssemblies NetStandard20 { get; } = new("netstandard2.0");
    }

    public static class NetFramework
    {
        public static class Net472
        {
            // The references of a new project, not the whole folder: it holds assemblies that no one program refers to together.
            public static ReferenceAssemblies Default { get; } =
                new(
                    "net472",
                    [
                        "mscorlib",
                        "System",
                        "System.Core",
                        "System.Data",
                        "System.Data.DataSetExtensions",
                        "System.Net.Http",
                        "System.Xml",
                        "System.Xml.Linq",
                        "Microsoft.CSharp",
                    ]
                );
        }
    }
}
