using FileLocking;

namespace ManyMachines.Tests;

/// <summary>Which two of the four verbs a test calls.</summary>
public enum Calls
{
    Synchronous,
    Asynchronous,
}

public static class CallsExtensions
{
    public static Task<ILockHandle> StartAcquire(
        this INamedLock @lock,
        Calls calls,
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken token = default
    ) =>
        calls == Calls.Asynchronous
            ? @lock.AcquireAsync(mode, timeout, token).AsTask()
            : Task.Factory.StartNew(() => @lock.Acquire(mode, timeout, token), TaskCreationOptions.LongRunning);

    public static Task<ILockHandle?> StartTry(
        this INamedLock @lock,
        Calls calls,
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken token = default
    ) =>
        calls == Calls.Asynchronous
            ? @lock.TryAcquireAsync(mode, timeout, token).AsTask()
            : Task.Factory.StartNew(() => @lock.TryAcquire(mode, timeout, token), TaskCreationOptions.LongRunning);

    public static ILockHandle Take(this INamedLock @lock, Calls calls, FileLockMode mode = FileLockMode.Exclusive) =>
        Eventually.Result(@lock.StartAcquire(calls, mode));

    public static ILockHandle? Try(
        this INamedLock @lock,
        Calls calls,
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default
    ) => Eventually.Result(@lock.StartTry(calls, mode, timeout));

    public static void Release(this ILockHandle held, Calls calls)
    {
        if (calls == Calls.Synchronous)
        {
            held.Dispose();
        }
        else
        {
            held.DisposeAsync().AsTask().Wait();
        }
    }
}
