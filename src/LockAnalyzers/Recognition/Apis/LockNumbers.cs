namespace LockAnalyzers.Recognition.Apis;

/// <summary>The numbers of the lock APIs, under their native names.</summary>
internal static class LockNumbers
{
    public const uint LockfileFailImmediately = 1;
    public const uint LockfileExclusiveLock = 2;

    /// <summary>The error code of an operation that has been started and is not done yet.</summary>
    public const uint ErrorIoPending = 997;

    public const uint LockSh = 1;
    public const uint LockEx = 2;
    public const uint LockNb = 4;
    public const uint LockUn = 8;

    public const int FULock = 0;
    public const int FLock = 1;
    public const int FTLock = 2;
}
