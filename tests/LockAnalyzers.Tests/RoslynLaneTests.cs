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
    private static readonly Type[] s_extensions = [typeof(DiagnosticAnalyzer), typeof(CodeFixProvider)];

    [Theory]
    [InlineData(typeof(Compilation))]
    [InlineData(typeof(CSharpCompilation))]
    [InlineData(typeof(Workspace))]
    [InlineData(typeof(CSharpFormattingOptions))]
    public void Runs_on_the_Roslyn_that_its_project_names(Type type) =>
        Assert.Equal(BuildFacts.RoslynVersion, ThreeParts(type.Assembly.GetName()));

    /// <summary>A compiler refuses an analyzer that refers to a newer Roslyn than itself, with nothing but a warning.</summary>
    [Theory]
    [InlineData("LockAnalyzers")]
    [InlineData("LockAnalyzers.CodeFixes")]
    public void Loads_what_ships_built_on_the_floor(string name)
    {
        var assembly = Assembly.Load(name);

        var roslyn = assembly.GetReferencedAssemblies().Where(reference => reference.Name!.StartsWith("Microsoft.CodeAnalysis."));
        var extensions = assembly.GetTypes().Where(type => !type.IsAbstract && s_extensions.Any(type.IsSubclassOf)).ToList();
        Assert.All(roslyn, reference => Assert.Equal(BuildFacts.RoslynFloor, ThreeParts(reference)));
        Assert.NotEmpty(extensions);
        Assert.All(extensions, type => Assert.NotNull(Activator.CreateInstance(type)));
    }

    private static Version ThreeParts(AssemblyName name) => new(name.Version!.Major, name.Version.Minor, name.Version.Build);
}
