using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>
/// A constant of a lock API: its native name, whose it is, and its values, that of Linux first, those of other systems after it.
/// </summary>
internal sealed record LockConstant(string Name, LockApi Api, ArgumentRole Role, ImmutableArray<long> Values)
{
    public static readonly LockConstant LockfileFailImmediately = Of(
        LockApi.LockFileEx,
        ArgumentRole.Flags,
        "LOCKFILE_FAIL_IMMEDIATELY",
        LockNumbers.LockfileFailImmediately
    );
    public static readonly LockConstant LockfileExclusiveLock = Of(
        LockApi.LockFileEx,
        ArgumentRole.Flags,
        "LOCKFILE_EXCLUSIVE_LOCK",
        LockNumbers.LockfileExclusiveLock
    );

    /// <summary>No constant of Windows, but the name that code gives to the absence of the exclusive flag.</summary>
    public static readonly LockConstant LockfileSharedLock = Of(LockApi.LockFileEx, ArgumentRole.Flags, "LOCKFILE_SHARED_LOCK", 0);

    public static readonly LockConstant LockSh = Of(LockApi.Flock, ArgumentRole.Flags, "LOCK_SH", LockNumbers.LockSh);
    public static readonly LockConstant LockEx = Of(LockApi.Flock, ArgumentRole.Flags, "LOCK_EX", LockNumbers.LockEx);
    public static readonly LockConstant LockNb = Of(LockApi.Flock, ArgumentRole.Flags, "LOCK_NB", LockNumbers.LockNb);
    public static readonly LockConstant LockUn = Of(LockApi.Flock, ArgumentRole.Flags, "LOCK_UN", LockNumbers.LockUn);

    // Linux, macOS, then the BSDs or the numbers of 32-bit systems with 64-bit offsets.
    public static readonly LockConstant FGetLk = Of(LockApi.Fcntl, ArgumentRole.Command, "F_GETLK", 5, 7, 11, 12);
    public static readonly LockConstant FSetLk = Of(LockApi.Fcntl, ArgumentRole.Command, "F_SETLK", 6, 8, 12, 13);
    public static readonly LockConstant FSetLkW = Of(LockApi.Fcntl, ArgumentRole.Command, "F_SETLKW", 7, 9, 13, 14);
    public static readonly LockConstant FOfdGetLk = Of(LockApi.Fcntl, ArgumentRole.Command, "F_OFD_GETLK", 36, 92);
    public static readonly LockConstant FOfdSetLk = Of(LockApi.Fcntl, ArgumentRole.Command, "F_OFD_SETLK", 37, 90);
    public static readonly LockConstant FOfdSetLkW = Of(LockApi.Fcntl, ArgumentRole.Command, "F_OFD_SETLKW", 38, 91);
    public static readonly LockConstant FRdLck = Of(LockApi.Fcntl, ArgumentRole.LockType, "F_RDLCK", 0, 1);
    public static readonly LockConstant FWrLck = Of(LockApi.Fcntl, ArgumentRole.LockType, "F_WRLCK", 1, 3);
    public static readonly LockConstant FUnLck = Of(LockApi.Fcntl, ArgumentRole.LockType, "F_UNLCK", 2);

    public static readonly LockConstant FULock = Of(LockApi.Lockf, ArgumentRole.Command, "F_ULOCK", LockNumbers.FULock);
    public static readonly LockConstant FLock = Of(LockApi.Lockf, ArgumentRole.Command, "F_LOCK", LockNumbers.FLock);
    public static readonly LockConstant FTLock = Of(LockApi.Lockf, ArgumentRole.Command, "F_TLOCK", LockNumbers.FTLock);
    public static readonly LockConstant FTest = Of(LockApi.Lockf, ArgumentRole.Command, "F_TEST", 3);

    private static readonly ImmutableDictionary<string, LockConstant> All = new[]
    {
        LockfileFailImmediately,
        LockfileExclusiveLock,
        LockfileSharedLock,
        LockSh,
        LockEx,
        LockNb,
        LockUn,
        FGetLk,
        FSetLk,
        FSetLkW,
        FOfdGetLk,
        FOfdSetLk,
        FOfdSetLkW,
        FRdLck,
        FWrLck,
        FUnLck,
        FULock,
        FLock,
        FTLock,
        FTest,
    }.ToImmutableDictionary(f => Letters(f.Name));

    private static readonly LockConstant[][] Meanings =
    [
        [LockfileExclusiveLock, LockEx, FWrLck, FLock],
        [LockfileSharedLock, LockSh, FRdLck],
        [LockfileFailImmediately, LockNb],
        [LockUn, FUnLck, FULock],
    ];

    public long Value => Values[0];

    /// <summary>The flag whose native name this is, however its words are set off from each other.</summary>
    public static LockConstant? Called(string name) => All.TryGetValue(Letters(name), out var flag) ? flag : null;

    /// <summary>The lock command that has a number on macOS.</summary>
    public static LockConstant? CommandOnMacOS(long value) =>
        Array.Find([FGetLk, FSetLk, FSetLkW, FOfdGetLk, FOfdSetLk, FOfdSetLkW], command => command.Values[1] == value);

    /// <summary>The flag of another API, or of another argument, that means the same.</summary>
    public LockConstant? CounterpartIn(LockApi api, ArgumentRole role) =>
        Array.Find(Meanings, m => m.Contains(this))?.FirstOrDefault(f => f.Api == api && f.Role == role);

    /// <summary>The name with nothing but its letters and digits, so that <c>LOCK_EX</c> and <c>LockEx</c> are one.</summary>
    private static string Letters(string name) => name.Replace("_", "").ToLowerInvariant();

    private static LockConstant Of(LockApi api, ArgumentRole role, string name, params long[] values) =>
        new(name, api, role, values.ToImmutableArray());
}
