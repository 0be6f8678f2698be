using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;

namespace LockAnalyzers.Judgement;

/// <summary>The systems that names speak of.</summary>
internal static class SystemWords
{
    /// <summary>The systems that an identifier, or the name of a platform, names; none where it names none.</summary>
    public static LockSystem In(string name) =>
        (IdentifierWords.MentionsMacOS(name) ? LockSystem.MacOS : LockSystem.None)
        | (IdentifierWords.MentionsLinux(name) ? LockSystem.Linux : LockSystem.None)
        | (IdentifierWords.MentionsWindows(name) ? LockSystem.Windows : LockSystem.None)
        | (IdentifierWords.MentionsOtherSystem(name) ? LockSystem.Other : LockSystem.None)
        | (IdentifierWords.MentionsUnix(name) ? LockSystem.Unix : LockSystem.None);
}
