using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Recognition.Naming;

/// <summary>
/// The cheap first question: can this file speak of file locks at all? A file without any of these words needs no syntax walk, no
/// semantic model and no operation tree. The answer only ever saves work; what is a lock is decided by <see cref="LockRecognizer"/>.
/// </summary>
internal static class SourceTextFilter
{
    /// <summary>Letters that the words of all lock functions but one share, and most files lack: one search does for all.</summary>
    private const string SharedByLockWords = "ock";

    /// <summary>Words by which a file declares, calls or wraps a lock function, and where in them those letters are.</summary>
    private static readonly (string Word, int Offset)[] LockCalls = new[]
    {
        "flock",
        "lockf",
        ".Unlock(",
        "LockFile",
        ".Lock(",
        "FileLock",
        "AcquiresLock",
        "ReleasesLock",
    }
        .Select(word => (word, word.IndexOf(SharedByLockWords, StringComparison.Ordinal)))
        .ToArray();

    /// <summary>The lock function without those letters.</summary>
    private const string RecordLock = "fcntl";

    /// <summary>A file that is held open as a lock is opened with a share, and by a name that says what it is.</summary>
    private const string Share = "FileShare.";

    /// <summary>Who uses the runtime names its namespace, in a using at least.</summary>
    private const string RuntimeNamespace = "FileLocking";

    private static readonly WordList LockNames = new(["lock"], ["Lock"], ["LOCK"], ["lck"], ["utex"]);

    private static readonly WordList Deletions = new(["Delete"], ["nlink"]);

    /// <summary>The constants of the lock functions, as native code and managed code spell them.</summary>
    private static readonly WordList Flags = new(
        ["Lock", "Lockfile", "LockFile", "LockEx", "LockNb", "LockSh", "LockUn"],
        ["LOCK", "LOCK_", "LOCKFILE", "LOCK "],
        ["LCK"],
        ["Lck"],
        ["SETLK"],
        ["SetLk"],
        ["F_TEST"]
    );

    private static readonly WordList AddressLookups = new(["delegate*"], ["GetDelegateForFunctionPointer"]);

    public static FileTopics TopicsOf(SourceText text)
    {
        // Small files hand back the string they wrap, larger ones a copy of their chunks: either way cheaper than a syntax walk.
        var source = text.ToString();
        var calls = HasLockCall(source) || WordList.Contains(source, RecordLock);
        var shares = WordList.Contains(source, Share);
        return (calls && WordList.Contains(source, RuntimeNamespace) ? FileTopics.Runtime : FileTopics.None)
            | (calls ? FileTopics.Calls : FileTopics.None)
            | (shares && LockNames.AppearsIn(source) ? FileTopics.LockFiles : FileTopics.None)
            | ((calls || shares) && Deletions.AppearsIn(source) ? FileTopics.Deletions : FileTopics.None);
    }

    /// <summary>Looks at the places that spell what all the words share, so that a file is searched once for all of them.</summary>
    private static bool HasLockCall(string source)
    {
        foreach (var place in PlacesOf(SharedByLockWords, source))
        {
            foreach (var (word, offset) in LockCalls)
            {
                if (place >= offset && string.CompareOrdinal(source, place - offset, word, 0, word.Length) == 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>True for a file that may declare the constants of a lock function.</summary>
    public static bool SpellsFlags(SourceText text) => Flags.AppearsIn(text.ToString());

    /// <summary>True for a file that looks up the address of a native function and gives it a type.</summary>
    public static bool SpellsAddressLookup(SourceText text) => AddressLookups.AppearsIn(text.ToString());

    /// <summary>Where a file names a share, comments and strings included.</summary>
    public static IEnumerable<int> PlacesOfShares(SourceText text) => PlacesOf(Share, text.ToString());

    /// <summary>Where a file has a word with a parenthesis or type argument behind it, comments and strings included.</summary>
    public static IEnumerable<int> PlacesOfCalls(SourceText text, string name)
    {
        var source = text.ToString();
        foreach (var place in PlacesOf(name, source))
        {
            var end = place + name.Length;
            while (end < source.Length && char.IsWhiteSpace(source[end]))
                end++;
            if (end < source.Length && source[end] is '(' or '<' && (place == 0 || !IsIdentifierPart(source[place - 1])))
                yield return place;
        }
    }

    private static IEnumerable<int> PlacesOf(string word, string source)
    {
        for (
            var place = source.IndexOf(word, StringComparison.Ordinal);
            place >= 0;
            place = source.IndexOf(word, place + 1, StringComparison.Ordinal)
        )
            yield return place;
    }

    private static bool IsIdentifierPart(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>
    /// Words to look for, those that share some letters in one group behind what they share: where that is absent, one search does for all.
    /// </summary>
    private sealed class WordList(params string[][] groups)
    {
        public bool AppearsIn(string source)
        {
            foreach (var group in groups)
            {
                if (Contains(source, group[0]) && (group.Length == 1 || group.Skip(1).Any(word => Contains(source, word))))
                    return true;
            }

            return false;
        }

        public static bool Contains(string source, string word) => source.IndexOf(word, StringComparison.Ordinal) >= 0;
    }
}
