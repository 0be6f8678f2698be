using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>The libraries that the lock functions are in, under the names by which declarations call them.</summary>
internal static class NativeLibraries
{
    private static readonly ImmutableHashSet<string> Windows = ImmutableHashSet.Create("kernel32", "kernelbase");

    private static readonly ImmutableHashSet<string> Unix = ImmutableHashSet.Create(
        "libc",
        "c",
        "libsystem",
        "libsystem.b",
        "libpthread",
        "__internal",
        "msys-2.0"
    );

    /// <summary>Libraries of Windows that have none of the lock functions, and that declarations name by mistake.</summary>
    private static readonly ImmutableHashSet<string> WithoutLocks = ImmutableHashSet.Create(
        "user32",
        "advapi32",
        "shell32",
        "ntdll",
        "ole32",
        "msvcrt",
        "ucrtbase"
    );

    /// <summary>The platform whose lock functions a library has; null for a library that is not known.</summary>
    public static LockPlatform? PlatformOf(string library)
    {
        var name = BaseName(library);
        return Windows.Contains(name) || name.StartsWith("api-ms-win-core-file-", StringComparison.Ordinal) ? LockPlatform.Windows
            : Unix.Contains(name) ? LockPlatform.Unix
            : null;
    }

    /// <summary>True for a library of the system that surely has no lock function.</summary>
    public static bool HasNoLocks(string library) => WithoutLocks.Contains(BaseName(library));

    private static string BaseName(string library)
    {
        var name = library.Substring(library.LastIndexOfAny(['/', '\\']) + 1).ToLowerInvariant();
        foreach (var suffix in new[] { ".dll", ".dylib", ".so" })
        {
            var end = name.IndexOf(suffix, StringComparison.Ordinal);
            if (end > 0)
                return name.Substring(0, end);
        }

        return name;
    }
}
