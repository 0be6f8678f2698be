using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>The names by which code knows the constants of the lock APIs, besides their own.</summary>
internal static class FlagNames
{
    public static bool Mean(string name, LockConstant flag) =>
        ReferenceEquals(LockConstant.Called(name), flag)
        || (
            LockConstant.Called(name) is null
            && flag.Name switch
            {
                "LOCKFILE_EXCLUSIVE_LOCK" => IdentifierWords.MentionsWriter(name) && HasAny(name, "exclusive", "excl", "lock"),
                "LOCKFILE_FAIL_IMMEDIATELY" => HasAny(name, "immediately", "immediate", "nowait", "nonblocking", "nonblock"),
                "LOCKFILE_SHARED_LOCK" => HasAny(name, "shared"),
                "LOCK_EX" => (IdentifierWords.MentionsWriter(name) || IdentifierWords.EndsWith(name, "ex")) && !HasAny(name, "lockfile"),
                "LOCK_NB" => IdentifierWords.EndsWith(name, "nb") || HasAny(name, "nonblocking", "nonblock", "blocking", "nowait"),
                "F_WRLCK" => HasAny(name, "wrlck", "write") || IdentifierWords.MentionsWriter(name),
                "F_SETLK" => HasAny(name, "setlk") || (HasAny(name, "set") && HasAny(name, "lock") && !HasAny(name, "wait")),
                _ => false,
            }
        );

    private static bool HasAny(string name, params string[] words) => words.Any(w => IdentifierWords.Has(name, w));
}
