using System.Reflection;
using LockAnalyzers.CodeFixes.Mode;
using Xunit;

namespace LockAnalyzers.Tests;

/// <summary>
/// A host loads the analyzer and its fixes beside its own assemblies: whatever else they ask for, an older host does not have.
/// </summary>
public class AssemblyReferenceTests
{
    [Fact]
    public void The_analyzer_asks_for_the_compiler_only() =>
        AssertReferences(
            typeof(LockUsageAnalyzer).Assembly,
            "Microsoft.CodeAnalysis",
            "Microsoft.CodeAnalysis.CSharp",
            "System.Collections.Immutable",
            "netstandard"
        );

    [Fact]
    public void The_fixes_ask_for_the_compiler_and_its_workspaces_only() =>
        AssertReferences(
            typeof(SharedWhereExclusiveMeantFixer).Assembly,
            "LockAnalyzers",
            "Microsoft.CodeAnalysis",
            "Microsoft.CodeAnalysis.CSharp",
            "Microsoft.CodeAnalysis.CSharp.Workspaces",
            "Microsoft.CodeAnalysis.Workspaces",
            "System.Collections.Immutable",
            "netstandard"
        );

    private static void AssertReferences(Assembly assembly, params string[] allowed) =>
        Assert.Subset(allowed.ToHashSet(), assembly.GetReferencedAssemblies().Select(a => a.Name!).ToHashSet());
}
