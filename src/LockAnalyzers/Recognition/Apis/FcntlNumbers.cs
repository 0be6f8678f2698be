namespace LockAnalyzers.Recognition.Apis;

/// <summary>The numbers that one system gives to the lock commands and lock types of fcntl.</summary>
internal sealed record FcntlNumbers(
    long SetLock,
    long SetLockWait,
    long OfdSetLock,
    long OfdSetLockWait,
    long Read,
    long Write,
    long Unlock
)
{
    public static readonly FcntlNumbers Linux = new(6, 7, 37, 38, Read: 0, Write: 1, Unlock: 2);
    public static readonly FcntlNumbers MacOS = new(8, 9, 90, 91, Read: 1, Write: 3, Unlock: 2);

    /// <summary>Linux where a 32-bit system locks with 64-bit offsets; Mono.Posix numbers its commands so on every system.</summary>
    public static readonly FcntlNumbers LargeFile = new(13, 14, 37, 38, Read: 0, Write: 1, Unlock: 2);

    public static readonly FcntlNumbers[] All = [Linux, MacOS, LargeFile];

    /// <summary>The numbers of the system whose lock command this is.</summary>
    public static FcntlNumbers? Of(long command) => Array.Find(All, n => n.Sets(command));

    public bool Sets(long command) => command == SetLock || command == OfdSetLock || WaitingOf(command) == Waiting.Waits;

    /// <summary>True for a command whose locks the process owns, and not the open file.</summary>
    public bool IsOfProcess(long command) => command == SetLock || command == SetLockWait;

    public Waiting WaitingOf(long command) => command == SetLockWait || command == OfdSetLockWait ? Waiting.Waits : Waiting.FailsAtOnce;
}
