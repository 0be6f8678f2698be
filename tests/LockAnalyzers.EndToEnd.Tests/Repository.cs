using System.Reflection;

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>The checkout that the tests were built from, wherever they are started.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static attribute => attribute.Key == "RepositoryRoot")
            .Value!;

    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);
}
