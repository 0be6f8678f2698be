using System.Collections.Immutable;

namespace LockAnalyzers.Recognition;

/// <summary>A constant of a lock API: its native name, whose it is, and its values, that of Linux first, those of other systems after it.</summary>
internal sealed record NativeFlag(string Name, LockApi Api, Role Role, ImmutableArray<long> Values)
{
    public static readonly NativeFlag LockfileFailImmediately = Of(LockApi.LockFileEx, Role.Flags, "LOCKFILE_FAIL_IMMEDIATELY", NativeConstants.LockfileFailImmediately);
    public static readonly NativeFlag LockfileExclusiveLock = Of(LockApi.LockFileEx, Role.Flags, "LOCKFILE_EXCLUSIVE_LOCK", NativeConstants.LockfileExclusiveLock);

    /// <summary>No constant of Windows, but the name that code gives to the absence of the exclusive flag.</summary>
    public static readonly NativeFlag LockfileSharedLock = Of(LockApi.LockFileEx, Role.Flags, "LOCKFILE_SHARED_LOCK", 0);

    public static readonly NativeFlag LockSh = Of(LockApi.Flock, Role.Flags, "LOCK_SH", NativeConstants.LockSh);
    public static readonly NativeFlag LockEx = Of(LockApi.Flock, Role.Flags, "LOCK_EX", NativeConstants.LockEx);
    public static readonly NativeFlag LockNb = Of(LockApi.Flock, Role.Flags, "LOCK_NB", NativeConstants.LockNb);
    public static readonly NativeFlag LockUn = Of(LockApi.Flock, Role.Flags, "LOCK_UN", NativeConstants.LockUn);

    // Linux, macOS, then the BSDs or the numbers of 32-bit systems with 64-bit offsets.
    public static readonly NativeFlag FGetLk = Of(LockApi.Fcntl, Role.Command, "F_GETLK", 5, 7, 11, 12);
    public static readonly NativeFlag FSetLk = Of(LockApi.Fcntl, Role.Command, "F_SETLK", 6, 8, 12, 13);
    public static readonly NativeFlag FSetLkW = Of(LockApi.Fcntl, Role.Command, "F_SETLKW", 7, 9, 13, 14);
    public static readonly NativeFlag FOfdGetLk = Of(LockApi.Fcntl, Role.Command, "F_OFD_GETLK", 36, 92);
    public static readonly NativeFlag FOfdSetLk = Of(LockApi.Fcntl, Role.Command, "F_OFD_SETLK", 37, 90);
    public static readonly NativeFlag FOfdSetLkW = Of(LockApi.Fcntl, Role.Command, "F_OFD_SETLKW", 38, 91);
    public static readonly NativeFlag FRdLck = Of(LockApi.Fcntl, Role.LockType, "F_RDLCK", 0, 1);
    public static readonly NativeFlag FWrLck = Of(LockApi.Fcntl, Role.LockType, "F_WRLCK", 1, 3);
    public static readonly NativeFlag FUnLck = Of(LockApi.Fcntl, Role.LockType, "F_UNLCK", 2);

    public static readonly NativeFlag FULock = Of(LockApi.Lockf, Role.Command, "F_ULOCK", NativeConstants.FULock);
    public static readonly NativeFlag FLock = Of(LockApi.Lockf, Role.Command, "F_LOCK", NativeConstants.FLock);
    public static readonly NativeFlag FTLock = Of(LockApi.Lockf, Role.Command, "F_TLOCK", NativeConstants.FTLock);
    public static readonly NativeFlag FTest = Of(LockApi.Lockf, Role.Command, "F_TEST", 3);

    private static readonly ImmutableDictionary<string, NativeFlag> All = new[]
    {
        LockfileFailImmediately, LockfileExclusiveLock, LockfileSharedLock, LockSh, LockEx, LockNb, LockUn,
        FGetLk, FSetLk, FSetLkW, FOfdGetLk, FOfdSetLk, FOfdSetLkW, FRdLck, FWrLck, FUnLck, FULock, FLock, FTLock, FTest,
    }.ToImmutableDictionary(f => Letters(f.Name));

    private static readonly NativeFlag[][] Meanings =
    [
        [LockfileExclusiveLock, LockEx, FWrLck, FLock],
        [LockfileSharedLock, LockSh, FRdLck],
        [LockfileFailImmediately, LockNb],
        [LockUn, FUnLck, FULock],
    ];

    public long Value => Values[0];

    /// <summary>The flag whose native name this is, however its words are set off from each other.</summary>
    public static NativeFlag? Called(string name) => All.TryGetValue(Letters(name), out var flag) ? flag : null;

    /// <summary>The flag of another API, or of another argument, that means the same.</summary>
    public NativeFlag? CounterpartIn(LockApi api, Role role) =>
        Array.Find(Meanings, m => m.Contains(this))?.FirstOrDefault(f => f.Api == api && f.Role == role);

    /// <summary>The name with nothing but its letters and digits, so that <c>LOCK_EX</c> and <c>LockEx</c> are one.</summary>
    private static string Letters(string name) => name.Replace("_", "").ToLowerInvariant();

    private static NativeFlag Of(LockApi api, Role role, string name, params long[] values) => new(name, api, role, values.ToImmutableArray());
}
