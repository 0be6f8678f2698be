using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Judgement;

/// <summary>The systems that a project is built for, by the runtime identifiers that the build shows to analyzers.</summary>
internal static class TargetSystems
{
    /// <summary>
    /// One identifier says what the program runs on. Of several, the build shows analyzers the first alone, because a semicolon ends
    /// the line: it names a system and rules none out.
    /// </summary>
    public static SystemClaim Of(AnalyzerConfigOptions build)
    {
        if (build.TryGetValue("build_property.RuntimeIdentifier", out var one) && one.Length > 0)
            return SystemClaim.Of(SystemOf(one)) with { AsksForProcessor = SystemOf(one) == LockSystem.MacOS && IsIntel(one) };

        return build.TryGetValue("build_property.RuntimeIdentifiers", out var several) && several.Length > 0
            ? SystemClaim.Nothing with
            {
                Named = several.Split(';').Select(SystemOf).Aggregate((all, next) => all | next),
            }
            : SystemClaim.Nothing;
    }

    private static bool IsIntel(string identifier) => identifier.EndsWith("-x64", StringComparison.Ordinal);

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
