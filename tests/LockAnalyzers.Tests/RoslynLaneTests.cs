using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Formatting;
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
    public void Runs_on_the_Roslyn_that_its_project_names(Type type)
    {
        var wanted = typeof(RoslynLaneTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RoslynVersion").Value!;

        var version = type.Assembly.GetName().Version!;

        Assert.Equal(Version.Parse(wanted), new Version(version.Major, version.Minor, version.Build));
    }
}
