using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace LockAnalyzers.Tests;

/// <summary>A lane proves nothing if a package reference quietly brings another Roslyn into it.</summary>
public sealed class RoslynLaneTests
{
    [Theory]
    [InlineData(typeof(Compilation))]
    [InlineData(typeof(CSharpCompilation))]
    [InlineData(typeof(Workspace))]
    [InlineData(typeof(CSharpFormattingOptions))]
    public void Runs_on_the_Roslyn_that_its_project_names(Type type) => Assert.Equal(BuildFacts.RoslynVersion, ThreeParts(type.Assembly.GetName()));

    /// <summary>A compiler refuses an analyzer that refers to a newer Roslyn than itself, with nothing but a warning.</summary>
    [Theory]
    [InlineData("LockAnalyzers")]
    [InlineData("LockAnalyzers.CodeFixes")]
    public void Loads_what_ships_built_on_the_floor(string name)
    {
        var assembly = Assembly.Load(name);

        Assert.All(
            assembly.GetReferencedAssemblies().Where(reference => reference.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)),
            reference => Assert.Equal(BuildFacts.RoslynFloor, ThreeParts(reference)));
        Assert.All(
            assembly.GetTypes().Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(DiagnosticAnalyzer)) || type.IsSubclassOf(typeof(CodeFixProvider)))),
            type => Assert.NotNull(Activator.CreateInstance(type)));
    }

    private static Version ThreeParts(AssemblyName name) => new(name.Version!.Major, name.Version.Minor, name.Version.Build);
}
