using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Recognition;

/// <summary>What a file may have to say of locks.</summary>
internal enum LockTopic
{
    None,

    /// <summary>It may open a file as a lock.</summary>
    Files,

    /// <summary>It may call a lock function.</summary>
    Calls,
}

/// <summary>
/// The cheap first question: can this file speak of file locks at all? A file without any of these words needs no syntax walk, no
/// semantic model and no operation tree. The answer only ever saves work; what is a lock is decided by <see cref="LockRecognizer"/>.
/// </summary>
internal static class LockWords
{
    /// <summary>Every lock function is declared, called or wrapped by code that spells one of these, or of the next.</summary>
    private static readonly ImmutableArray<string> Words = ImmutableArray.Create("flock", "fcntl", "lockf", ".Unlock(");

    /// <summary>These are sought only where what they have in common is found: one search instead of four in most files.</summary>
    private static readonly ImmutableArray<string> WordsWithLock = ImmutableArray.Create(
        "LockFile", ".Lock(", "FileLock", "AcquiresLock", "ReleasesLock");

    /// <summary>What a file that opens another one as a lock spells besides its share.</summary>
    private static readonly ImmutableArray<string> FileWords = ImmutableArray.Create("lock", "Lock", "LOCK", "lck", "utex");

    public static LockTopic TopicOf(SourceText text)
    {
        // Small files hand back the string they wrap, larger ones a copy of their chunks: either way cheaper than a syntax walk.
        var source = text.ToString();
        return AppearIn(source, Words) || (source.IndexOf("Lock", StringComparison.Ordinal) >= 0 && AppearIn(source, WordsWithLock)) ? LockTopic.Calls
            : MayOpenLockFile(source) ? LockTopic.Files
            : LockTopic.None;
    }

    public static bool MayOpenLockFile(string source) =>
        source.IndexOf("FileShare.", StringComparison.Ordinal) >= 0 && AppearIn(source, FileWords);

    public static bool AppearIn(SourceText text, IEnumerable<string> words) => AppearIn(text.ToString(), words);

    private static bool AppearIn(string source, IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            if (source.IndexOf(word, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }
}
