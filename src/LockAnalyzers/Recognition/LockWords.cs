using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Recognition;

/// <summary>
/// The cheap first question: can this file speak of file locks at all? A file without any of these words needs no syntax walk, no
/// semantic model and no operation tree. The answer only ever saves work; what is a lock is decided by <see cref="LockRecognizer"/>.
/// </summary>
internal static class LockWords
{
    /// <summary>Every lock function is declared, called or wrapped by code that spells one of these.</summary>
    private static readonly ImmutableArray<string> Words = ImmutableArray.Create(
        "LockFile", "flock", "fcntl", "lockf", ".Unlock(", ".Lock(", "FileLock", "AcquiresLock");

    public static bool AppearIn(SourceText text) => AppearIn(text, Words);

    public static bool AppearIn(SourceText text, IEnumerable<string> words)
    {
        // Small files hand back the string they wrap, larger ones a copy of their chunks: either way cheaper than a syntax walk.
        var source = text.ToString();
        foreach (var word in words)
        {
            if (source.IndexOf(word, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }
}
