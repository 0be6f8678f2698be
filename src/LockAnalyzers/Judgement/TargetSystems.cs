using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Judgement;

/// <summary>The systems that a project is built for, by the runtime identifiers that the build shows to analyzers.</summary>
internal static class TargetSystems
{
    private static readonly string[] Properties = ["build_property.RuntimeIdentifier", "build_property.RuntimeIdentifiers"];

    public static SystemClaim Of(AnalyzerConfigOptions build)
    {
        foreach (var property in Properties)
        {
            if (build.TryGetValue(property, out var value) && value.Length > 0)
                return OfIdentifiers(value.Split(';'));
        }

        return SystemClaim.Nothing;
    }

    private static SystemClaim OfIdentifiers(string[] identifiers)
    {
        var systems = identifiers.Select(SystemOf).Aggregate((all, one) => all | one);
        var onlyIntel = identifiers.Where(i => SystemOf(i) == LockSystem.MacOS).All(i => i.EndsWith("-x64", StringComparison.Ordinal));
        return SystemClaim.Of(systems) with { AsksForProcessor = onlyIntel };
    }

    /// <summary>The first word of <c>osx-arm64</c>.</summary>
    private static LockSystem SystemOf(string identifier) =>
        identifier.Trim().Split('-', '.')[0] switch
        {
            "osx" or "maccatalyst" or "ios" or "tvos" => LockSystem.MacOS,
            var name when name.StartsWith("linux", StringComparison.Ordinal) => LockSystem.Linux,
            var name when name.StartsWith("win", StringComparison.Ordinal) => LockSystem.Windows,
            _ => LockSystem.Other,
        };
}
