namespace FileLocking.Tests;

/// <summary>How a test calls: the synchronous half of the quartet or the asynchronous one.</summary>
public enum Calls
{
    Synchronous,
    Asynchronous,
}

/// <summary>The backends of this system, and the variants that the contract is held against.</summary>
public static class Variants
{
    public static IReadOnlyList<LockKind> Kinds { get; } =
        OperatingSystem.IsWindows() ? [LockKind.SystemDefault] : [LockKind.SystemDefault, LockKind.OpenFileDescription];

    public static TheoryData<LockKind> EveryKind => new(Kinds);

    public static TheoryData<LockKind, Calls> EveryCall
    {
        get
        {
            var data = new TheoryData<LockKind, Calls>();
            foreach (LockKind kind in Kinds)
            {
                foreach (Calls calls in Enum.GetValues<Calls>()) data.Add(kind, calls);
            }
            return data;
        }
    }

    public static TheoryData<LockKind, Calls, LockMode> EveryCallAndMode
    {
        get
        {
            var data = new TheoryData<LockKind, Calls, LockMode>();
            foreach (LockKind kind in Kinds)
            {
                foreach (Calls calls in Enum.GetValues<Calls>())
                {
                    foreach (LockMode mode in Enum.GetValues<LockMode>()) data.Add(kind, calls, mode);
                }
            }
            return data;
        }
    }

    public static FileLockHandle Acquire(
        this FileLock file, Calls calls, LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken token = default) =>
        calls == Calls.Synchronous ? file.Acquire(mode, timeout, token) : file.AcquireAsync(mode, timeout, token).AsTask().GetAwaiter().GetResult();

    public static FileLockHandle? TryAcquire(
        this FileLock file, Calls calls, LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken token = default) =>
        calls == Calls.Synchronous ? file.TryAcquire(mode, timeout, token) : file.TryAcquireAsync(mode, timeout, token).AsTask().GetAwaiter().GetResult();

    /// <summary>Starts a wait on a thread of its own, or as a task, and returns once it waits.</summary>
    public static Task<FileLockHandle> StartWaiting(
        this FileLock file, Calls calls, LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken token = default)
    {
        int before = Waiting.WaitQueue.Waiting;
        Task<FileLockHandle> waiting = calls == Calls.Asynchronous
            ? file.AcquireAsync(mode, timeout, token).AsTask()
            : Task.Factory.StartNew(() => file.Acquire(mode, timeout, token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Eventually.Waiting(before + 1);
        return waiting;
    }
}
