namespace LockAnalyzers.Recognition.Apis;

/// <summary>The numbers that one system gives to the lock commands and lock types of fcntl.</summary>
internal sealed record FcntlNumbers(
    long GetLock,
    long SetLock,
    long SetLockWait,
    long OfdGetLock,
    long OfdSetLock,
    long OfdSetLockWait,
    long Read,
    long Write,
    long Unlock
)
{
    public static readonly FcntlNumbers Linux = new(5, 6, 7, 36, 37, 38, Read: 0, Write: 1, Unlock: 2);
    public static readonly FcntlNumbers MacOS = new(7, 8, 9, 92, 90, 91, Read: 1, Write: 3, Unlock: 2);

    /// <summary>Linux where a 32-bit system locks with 64-bit offsets; Mono.Posix numbers its commands so on every system.</summary>
    public static readonly FcntlNumbers LargeFile = new(12, 13, 14, 36, 37, 38, Read: 0, Write: 1, Unlock: 2);

    public static readonly FcntlNumbers[] All = [Linux, MacOS, LargeFile];

    /// <summary>The numbers of the system whose lock command this is.</summary>
    public static FcntlNumbers? Of(long command) => Array.Find(All, n => n.Sets(command));

    /// <summary>The lock commands and lock types, in the same order for every system.</summary>
    private long[] Commands => [GetLock, SetLock, SetLockWait, OfdGetLock, OfdSetLock, OfdSetLockWait];

    private long[] Types => [Read, Write, Unlock];

    /// <summary>True for a lock command of this system.</summary>
    public bool HasCommand(long command) => Commands.Contains(command);

    /// <summary>The command of another system that does what one of this system does.</summary>
    public long CommandOn(FcntlNumbers other, long command) => other.Commands[Array.IndexOf(Commands, command)];

    /// <summary>The lock type of another system that means what one of this system means; null for a number that is none.</summary>
    public long? TypeOn(FcntlNumbers other, long type) => Array.IndexOf(Types, type) is >= 0 and var i ? other.Types[i] : null;

    public bool Sets(long command) => command == SetLock || command == OfdSetLock || WaitingOf(command) == Waiting.Waits;

    /// <summary>True for a command whose locks the process owns, and not the open file.</summary>
    public bool IsOfProcess(long command) => command == SetLock || command == SetLockWait;

    public Waiting WaitingOf(long command) => command == SetLockWait || command == OfdSetLockWait ? Waiting.Waits : Waiting.FailsAtOnce;
}
