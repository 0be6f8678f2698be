using System.Reflection;

namespace LockAnalyzers.Tests;

/// <summary>What only the build knows (Lane.props).</summary>
internal static class BuildFacts
{
    /// <summary>The Roslyn that this lane is to run on.</summary>
    public static Version RoslynVersion => Version.Parse(Get(nameof(RoslynVersion)));

    /// <summary>The Roslyn that the shipped assemblies are built on.</summary>
    public static Version RoslynFloor => Version.Parse(Get(nameof(RoslynFloor)));

    /// <summary>The folder of the solution, with a separator at its end.</summary>
    public static string RepositoryRoot => Get(nameof(RepositoryRoot));

    private static string Get(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
