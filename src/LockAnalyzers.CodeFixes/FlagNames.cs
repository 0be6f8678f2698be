using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;

namespace LockAnalyzers.CodeFixes;

/// <summary>The names by which code knows the constants of the lock APIs, besides their own.</summary>
internal static class FlagNames
{
    public static bool Mean(string name, NativeFlag flag) =>
        ReferenceEquals(NativeFlag.Called(name), flag) || (NativeFlag.Called(name) is null && flag.Name switch
        {
            "LOCKFILE_EXCLUSIVE_LOCK" => Words.NamesWriter(name) && HasAny(name, "exclusive", "excl", "lock"),
            "LOCKFILE_FAIL_IMMEDIATELY" => HasAny(name, "immediately", "immediate", "nowait", "nonblocking", "nonblock"),
            "LOCKFILE_SHARED_LOCK" => HasAny(name, "shared"),
            "LOCK_EX" => (Words.NamesWriter(name) || Words.EndsWith(name, "ex")) && !HasAny(name, "lockfile"),
            "LOCK_NB" => Words.EndsWith(name, "nb") || HasAny(name, "nonblocking", "nonblock", "blocking", "nowait"),
            "F_WRLCK" => HasAny(name, "wrlck", "write") || Words.NamesWriter(name),
            "F_SETLK" => HasAny(name, "setlk") || (HasAny(name, "set") && HasAny(name, "lock") && !HasAny(name, "wait")),
            _ => false,
        });

    private static bool HasAny(string name, params string[] words) => words.Any(w => Words.Has(name, w));
}
