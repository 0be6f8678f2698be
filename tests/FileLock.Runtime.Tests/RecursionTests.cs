namespace FileLocking.Tests;

/// <summary>Who waits for himself, and who only seems to.</summary>
public sealed class RecursionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FileLock Lock => new(_folder.File());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FileLockMode.Exclusive, FileLockMode.Exclusive)]
    [InlineData(FileLockMode.Exclusive, FileLockMode.Shared)]
    [InlineData(FileLockMode.Shared, FileLockMode.Exclusive)]
    public void A_thread_that_would_wait_for_itself_forever_is_told_so(FileLockMode held, FileLockMode asked) =>
        OnAThread(() =>
        {
            var first = Lock.Acquire(held);
            var error = Assert.Throws<LockRecursionException>(() => Lock.Acquire(asked));
            Assert.Contains(_folder.File(), error.Message);
            first.Dispose();
            Lock.Acquire(asked).Dispose();
            Leftovers.None(_folder.File());
        });

    [Fact]
    public void A_thread_is_told_so_however_differently_it_opens_the_file() =>
        OnAThread(() =>
        {
            using var first = new FileLock(_folder.File(), new FileLockOptions { Access = FileAccess.Read }).Acquire();
            Assert.Throws<LockRecursionException>(() => Lock.Acquire());
            Assert.Throws<LockRecursionException>(() =>
                new FileLock(_folder.File(), new FileLockOptions { LockBeyondContent = true }).Acquire()
            );
        });

    [Fact]
    public void A_task_that_would_wait_for_itself_forever_is_told_so() =>
        Task.Run(() =>
            {
                using var first = Lock.Acquire();
                Assert.Throws<LockRecursionException>(() => Lock.Acquire());
            })
            .Wait();

    [Fact]
    public void A_wait_that_ends_some_day_is_no_recursion() =>
        OnAThread(() =>
        {
            using var first = Lock.Acquire();
            Assert.Null(Lock.TryAcquire());
            Assert.Null(Lock.TryAcquire(timeout: TimeSpan.FromMilliseconds(10)));
            Assert.Throws<TimeoutException>(() => Lock.Acquire(timeout: TimeSpan.FromMilliseconds(10)));
        });

    [Fact]
    public void Another_thread_may_wait_for_this_one()
    {
        var first = Lock.Acquire();
        var waiting = Lock.StartWaiting(Calls.Synchronous);
        first.Dispose();
        Eventually.Result(waiting).Dispose();
    }

    [Fact]
    public void A_shared_holder_gets_a_second_shared_lock_past_a_waiting_writer() =>
        OnAThread(() =>
        {
            var first = Lock.Acquire(FileLockMode.Shared);
            var writer = Lock.StartWaiting(Calls.Asynchronous);
            Lock.Acquire(FileLockMode.Shared).Dispose();
            first.Dispose();
            Eventually.Result(writer).Dispose();
        });

    private static void OnAThread(Action action)
    {
        var thread = Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(thread.Wait(Eventually.Bound), "The thread did not end.");
    }
}
