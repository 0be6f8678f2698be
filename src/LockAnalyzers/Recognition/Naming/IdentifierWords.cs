using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Naming;

/// <summary>What names tell: identifiers taken apart into words, and the words that speak of readers, writers and platforms.</summary>
internal static class IdentifierWords
{
    private static readonly ImmutableHashSet<string> Reader = ImmutableHashSet.Create(
        "read",
        "reads",
        "reader",
        "readers",
        "reading",
        "readonly",
        "readable",
        "rlock",
        "shared",
        "share",
        "sh",
        "rd",
        "rdlck",
        "rdlock"
    );

    /// <summary>In prose, who reads is no reader of the file: the words are those that speak of sharing alone.</summary>
    private static readonly ImmutableHashSet<string> SharedInProse = ImmutableHashSet.Create("shared", "sharing", "reader", "readers");

    private static readonly ImmutableHashSet<string> Writer = ImmutableHashSet.Create(
        "exclusive",
        "exclusively",
        "excl",
        "write",
        "writes",
        "writer",
        "writers",
        "writing",
        "mutex"
    );

    private static readonly ImmutableHashSet<string> WritingVerbs = ImmutableHashSet.Create(
        "write",
        "append",
        "save",
        "store",
        "serialize",
        "persist",
        "rewrite",
        "truncate",
        "update",
        "insert",
        "put",
        "dump",
        "export"
    );

    private static readonly ImmutableHashSet<string> Lock = ImmutableHashSet.Create("lock", "lck", "locker", "lockfile", "mutex");

    /// <summary>What names of files run together with the word, where people do not set it apart.</summary>
    private static readonly ImmutableHashSet<string> LockNames = Lock.Union([
        "lockfilename",
        "lockfilepath",
        "lockpath",
        "lockname",
        "filelock",
    ]);

    private static readonly ImmutableHashSet<string> Blank = ImmutableHashSet.Create(
        "path",
        "file",
        "filename",
        "name",
        "full",
        "stream",
        "handle",
        "info",
        "p",
        "fs",
        "s",
        "held",
        "the",
        "target",
        "folder",
        "directory",
        "dir"
    );

    private static readonly char[] Digits = "0123456789".ToCharArray();

    private static readonly ImmutableHashSet<string> Mac = ImmutableHashSet.Create(
        "mac",
        "macos",
        "osx",
        "darwin",
        "apple",
        "maccatalyst",
        "ios"
    );

    private static readonly ImmutableHashSet<string> Windows = ImmutableHashSet.Create("windows", "win", "win32", "win64", "win32nt", "nt");

    private static readonly ImmutableHashSet<string> OtherSystem = ImmutableHashSet.Create(
        "android",
        "bsd",
        "freebsd",
        "netbsd",
        "openbsd",
        "solaris",
        "illumos",
        "browser"
    );

    private static readonly ImmutableHashSet<string> Unix = ImmutableHashSet.Create("unix", "posix");

    private static readonly ImmutableHashSet<string> Processor = ImmutableHashSet.Create(
        "architecture",
        "arm",
        "arm64",
        "x64",
        "x86",
        "processor"
    );

    private static readonly ImmutableHashSet<string> FlagFillers = ImmutableHashSet.Create(
        "lock",
        "file",
        "lockfile",
        "flock",
        "flag",
        "flags",
        "fail",
        "is"
    );

    private static readonly ImmutableDictionary<string, string> FlagMeanings = new Dictionary<string, string>
    {
        ["exclusive"] = "exclusive",
        ["excl"] = "exclusive",
        ["ex"] = "exclusive",
        ["shared"] = "shared",
        ["share"] = "shared",
        ["sh"] = "shared",
        ["immediate"] = "immediate",
        ["immediately"] = "immediate",
        ["nonblocking"] = "immediate",
        ["nonblock"] = "immediate",
        ["nb"] = "immediate",
        ["nowait"] = "immediate",
        ["unlock"] = "unlock",
        ["un"] = "unlock",
    }.ToImmutableDictionary();

    private static readonly ImmutableHashSet<string> Failure = ImmutableHashSet.Create(
        "fail",
        "failed",
        "failure",
        "error",
        "busy",
        "refused",
        "denied",
        "timeout",
        "contended",
        "contention",
        "conflict",
        "unavailable",
        "canceled",
        "cancelled"
    );

    private static readonly ImmutableHashSet<string> Release = ImmutableHashSet.Create("release", "unlock", "dispose", "close");

    private static readonly ImmutableHashSet<string> TakingVerbs = ImmutableHashSet.Create(
        "lock",
        "acquire",
        "obtain",
        "enter",
        "claim",
        "grab"
    );

    /// <summary>What is done under a lock, or to one, instead of taking it.</summary>
    private static readonly ImmutableHashSet<string> NotTaking = ImmutableHashSet.Create(
        "with",
        "under",
        "in",
        "run",
        "execute",
        "do",
        "delete",
        "remove",
        "clear",
        "break",
        "read",
        "without",
        "on",
        "release",
        "dispose",
        "close",
        "write",
        "append",
        "save",
        "update",
        "set"
    );

    private static readonly ImmutableHashSet<string> Waits = ImmutableHashSet.Create(
        "timeout",
        "time",
        "milliseconds",
        "millis",
        "ms",
        "seconds",
        "wait",
        "waits",
        "waiting",
        "block",
        "blocks",
        "blocking",
        "deadline",
        "retries",
        "attempts",
        "tries",
        "cancellation",
        "delay",
        "patience"
    );

    private static readonly ImmutableHashSet<string> Negations = ImmutableHashSet.Create("non", "not", "no", "without", "dont", "never");

    private static readonly ImmutableHashSet<string> Questions = ImmutableHashSet.Create(
        "is",
        "are",
        "has",
        "can",
        "check",
        "test",
        "probe",
        "query",
        "detect"
    );

    private static readonly ImmutableHashSet<string> Platforms = ImmutableHashSet.Create(
        "windows",
        "win",
        "win32",
        "win64",
        "nt",
        "unix",
        "linux",
        "posix",
        "mac",
        "macos",
        "osx",
        "darwin",
        "bsd",
        "kernel32",
        "libc"
    );

    public static bool MentionsReader(string name) => Split(name).Any(Reader.Contains);

    /// <summary>True for a comment that says that a lock is shared, or that readers take it, and does not deny it.</summary>
    public static bool SaysShared(string comment)
    {
        var words = Split(new string(comment.Select(c => char.IsLetter(c) ? c : '_').ToArray()));
        return Enumerable
            .Range(0, words.Length)
            .Any(i => SharedInProse.Contains(words[i]) && !words.Take(i).Skip(i - 3).Any(Negations.Contains));
    }

    /// <summary>True for a name that says exclusive, write or mutex and does not deny it, ask for it or speak of readers too.</summary>
    public static bool MentionsWriter(string name)
    {
        var words = Split(name);
        return words.Any(Writer.Contains) && !words.Any(Reader.Contains) && !words.Any(Negations.Contains) && !IsPredicateName(name);
    }

    public static bool MentionsMacOS(string name) => Split(name).Any(Mac.Contains);

    public static bool MentionsWindows(string name) => Split(name).Any(Windows.Contains);

    public static bool MentionsUnix(string name) => Split(name).Any(Unix.Contains);

    /// <summary>True for a name that speaks of a system that is neither Windows, Linux nor Apple's.</summary>
    public static bool MentionsOtherSystem(string name) => Split(name).Any(OtherSystem.Contains);

    /// <summary>True for a name that asks which processor runs the code.</summary>
    public static bool MentionsProcessor(string name) => Split(name).Any(Processor.Contains);

    public static bool MentionsLinux(string name) => Split(name).Contains("linux");

    /// <summary>
    /// What a flag can only mean by its name: exclusive, shared, immediate or unlock; null for one that says more, or something else.
    /// </summary>
    public static string? FlagMeaning(string name)
    {
        var words = Split(name).Where(w => !FlagFillers.Contains(w)).ToList();
        if (words.Count == 2 && words[0] is "no" or "non" or "dont" && words[1] is "wait" or "block" or "blocking")
            return "immediate";

        var meanings = words.Select(w => FlagMeanings.TryGetValue(w, out var meaning) ? meaning : "").Distinct().ToList();
        return meanings.Count == 1 && meanings[0].Length > 0 ? meanings[0] : null;
    }

    /// <summary>True for the name of a parameter that nobody reads.</summary>
    public static bool MentionsReserved(string name) => Split(name).Contains("reserved");

    public static bool Has(string name, string word) => Split(name).Contains(word);

    /// <summary>True for a method whose name says that it writes.</summary>
    public static bool StartsWithWriteVerb(string name) => Split(name).FirstOrDefault() is { } verb && WritingVerbs.Contains(verb);

    /// <summary>True for the name of a variable, path or type that says that a file is a lock; <c>FileLock2</c> does too.</summary>
    public static bool MentionsLock(string name) =>
        Split(name.Replace('-', '_').Replace(' ', '_').Replace('/', '_').Replace('\\', '_'))
            .Any(word => LockNames.Contains(word.TrimEnd(Digits)));

    /// <summary>True for the name of an answer that means that nothing was done.</summary>
    public static bool MentionsFailure(string name) => Split(name).Any(Failure.Contains);

    /// <summary>
    /// True for a name by which a method, or the type that is made, promises that its caller has the lock from then on: <c>TryLock</c>,
    /// <c>AcquireFile</c>, <c>GetWriteLock</c>. Whatever is done besides is said with <c>And</c>.
    /// </summary>
    public static bool PromisesToTakeLock(string name)
    {
        var words = Split(name);
        if (words.Length > 1 && words[0] is "try")
            words = words.RemoveAt(0);
        if (words.IsEmpty || words.Contains("and") || NotTaking.Contains(words[0]) || Questions.Contains(words[0]))
            return false;

        return TakingVerbs.Contains(words[0]) || Lock.Contains(words[words.Length - 1]) || (words.Length == 1 && words[0] == "enter");
    }

    /// <summary>True for the name of a method that gives a lock back or closes a file.</summary>
    public static bool MentionsRelease(string name) => Split(name).Any(Release.Contains);

    /// <summary>True for a name that tells nothing of what the file is for.</summary>
    public static bool IsGenericName(string name) => Split(name).All(Blank.Contains);

    /// <summary>True for the name of a method that promises to try once.</summary>
    public static bool HasTryPrefix(string name) => Split(name) is { Length: > 0 } words && words[0] == "try";

    /// <summary>True for the name of a parameter that says how long to wait, or whether.</summary>
    public static bool MentionsWaiting(string name) => Split(name).Any(Waits.Contains);

    public static bool EndsWith(string name, string word) => Split(name).LastOrDefault() == word;

    public static bool IsPredicateName(string name) => Split(name).FirstOrDefault() is { } first && Questions.Contains(first);

    /// <summary>The name without the words that name a platform: what two platforms' halves of one operation have in common.</summary>
    public static string WithoutPlatform(string name) => string.Concat(Split(name).Where(w => !Platforms.Contains(w)));

    public static bool MentionsPlatform(string name) => Split(name).Any(Platforms.Contains);

    private static ImmutableArray<string> Split(string name)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i < name.Length && !StartsWord(name, i))
                continue;

            var word = name.Substring(start, i - start).Trim('_', '.').ToLowerInvariant();
            if (word.Length > 0)
                words.Add(word);
            start = i;
        }

        return words.ToImmutable();
    }

    /// <summary>
    /// A word starts at an underscore or dot, at an upper-case letter after a lower-case one, and at the last capital of a run.
    /// </summary>
    private static bool StartsWord(string name, int i) =>
        name[i] is '_' or '.'
        || name[i - 1] is '_' or '.'
        || (char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))));
}
