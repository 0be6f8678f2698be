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
    public static IReadOnlyList<FileLockMechanism> Mechanisms { get; } =
        OperatingSystem.IsWindows()
            ? [FileLockMechanism.SystemDefault]
            : [FileLockMechanism.SystemDefault, FileLockMechanism.OpenFileDescription];

    public static TheoryData<FileLockMechanism> EveryMechanism => new(Mechanisms);

    public static TheoryData<FileLockMechanism, Calls> EveryCall
    {
        get
        {
            var data = new TheoryData<FileLockMechanism, Calls>();
            foreach (var mechanism in Mechanisms)
            {
                foreach (var calls in Enum.GetValues<Calls>())
                {
                    data.Add(mechanism, calls);
                }
            }
            return data;
        }
    }

    public static TheoryData<FileLockMechanism, Calls, FileLockMode> EveryCallAndMode
    {
        get
        {
            var data = new TheoryData<FileLockMechanism, Calls, FileLockMode>();
            foreach (var mechanism in Mechanisms)
            {
                foreach (var calls in Enum.GetValues<Calls>())
                {
                    foreach (var mode in Enum.GetValues<FileLockMode>())
                    {
                        data.Add(mechanism, calls, mode);
                    }
                }
            }
            return data;
        }
    }

    public static FileLockHandle Acquire(
        this FileLock file,
        Calls calls,
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken token = default
    ) =>
        calls == Calls.Synchronous
            ? file.Acquire(mode, timeout, token)
            : file.AcquireAsync(mode, timeout, token).AsTask().GetAwaiter().GetResult();

    public static FileLockHandle? TryAcquire(
        this FileLock file,
        Calls calls,
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken token = default
    ) =>
        calls == Calls.Synchronous
            ? file.TryAcquire(mode, timeout, token)
            : file.TryAcquireAsync(mode, timeout, token).AsTask().GetAwaiter().GetResult();

    /// <summary>Starts a wait on a thread of its own, or as a task, and returns once it waits.</summary>
    public static Task<FileLockHandle> StartWaiting(
        this FileLock file,
        Calls calls,
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken token = default
    )
    {
        var before = Waiting.WaitQueue.Waiting;
        var waiting =
            calls == Calls.Asynchronous
                ? file.AcquireAsync(mode, timeout, token).AsTask()
                : Task.Factory.StartNew(
                    () => file.Acquire(mode, timeout, token),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                );
        Eventually.Waiting(before + 1);
        return waiting;
    }
}
