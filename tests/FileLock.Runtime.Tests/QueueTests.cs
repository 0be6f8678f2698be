using System.Collections.Concurrent;
using FileLocking.Waiting;

namespace FileLocking.Tests;

/// <summary>How the calls of one process wait for one file.</summary>
public sealed class QueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    private FileLock Lock(FileLockMechanism mechanism) => new(LockPath, new FileLockOptions { Mechanism = mechanism });

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void Waiters_are_served_first_come_first_served_whichever_way_they_wait(FileLockMechanism mechanism)
    {
        var order = new ConcurrentQueue<int>();
        var waiting = new List<Task>();
        using (Lock(mechanism).AcquireAsync().AsTask().Result)
        {
            for (var i = 0; i < 12; i++)
            {
                var number = i;
                // Three ways to wait: blocked in the system, blocked on an agent, awaiting an agent.
                var turn = (i % 3) switch
                {
                    0 => Lock(mechanism).StartWaiting(Calls.Synchronous),
                    1 => Lock(mechanism).StartWaiting(Calls.Synchronous, timeout: Eventually.Bound),
                    _ => Lock(mechanism).StartWaiting(Calls.Asynchronous),
                };
                waiting.Add(
                    turn.ContinueWith(
                        held =>
                        {
                            order.Enqueue(number);
                            held.Result.Dispose();
                        },
                        TaskScheduler.Default
                    )
                );
            }
        }
        Assert.True(Task.WaitAll([.. waiting], Eventually.Bound));
        Assert.Equal(Enumerable.Range(0, 12), order);
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_reader_that_would_wait_does_not_overtake_a_waiting_writer()
    {
        var reader = Lock(default).AcquireAsync(FileLockMode.Shared).AsTask().Result;
        var writer = Lock(default).StartWaiting(Calls.Asynchronous);
        var lateReader = Lock(default).StartWaiting(Calls.Asynchronous, FileLockMode.Shared);
        Assert.False(lateReader.IsCompleted);
        reader.Dispose();
        var written = Eventually.Result(writer);
        Assert.False(lateReader.IsCompleted);
        written.Dispose();
        Eventually.Result(lateReader).Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void Readers_that_wait_behind_a_writer_are_let_in_together()
    {
        var writer = Lock(default).AcquireAsync().AsTask().Result;
        Task<FileLockHandle>[] readers =
        [
            .. Enumerable.Range(0, 4).Select(_ => Lock(default).StartWaiting(Calls.Asynchronous, FileLockMode.Shared)),
        ];
        writer.Dispose();
        FileLockHandle[] together = [.. readers.Select(Eventually.Result)];
        Assert.All(together, held => Assert.True(held.IsHeld));
        foreach (var held in together)
        {
            held.Dispose();
        }

        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_storm_of_cancellations_keeps_two_agents_at_most_and_leaves_none(FileLockMechanism mechanism)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using (Lock(mechanism).AcquireAsync().AsTask().Result)
        {
            for (var round = 0; round < 20; round++)
            {
                var sources = new List<CancellationTokenSource>();
                var waits = new List<Task>();
                for (var i = 0; i < 50; i++)
                {
                    var source = new CancellationTokenSource();
                    sources.Add(source);
                    waits.Add(Lock(mechanism).AcquireAsync((FileLockMode)random.Next(2), cancellationToken: source.Token).AsTask());
                }
                foreach (var index in Enumerable.Range(0, 50).OrderBy(_ => random.Next()))
                {
                    sources[index].Cancel();
                }

                foreach (var wait in waits)
                {
                    Assert.ThrowsAny<OperationCanceledException>(() => wait.GetAwaiter().GetResult());
                }

                if (OperatingSystem.IsLinux())
                {
                    Eventually.True(() => Leftovers.Workers() <= 2, "two agents are enough");
                }
            }
            Assert.Equal(0, WaitQueue.Waiting);
        }
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void An_agent_whose_waiter_left_serves_the_next_one_or_gives_the_lock_back(FileLockMechanism mechanism)
    {
        using var other = OtherProcess.Start();
        var held = Lock(mechanism).AcquireAsync().AsTask().Result;
        using var source = new CancellationTokenSource();
        var left = Lock(mechanism).StartWaiting(Calls.Asynchronous, token: source.Token);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => left.GetAwaiter().GetResult());

        var next = Lock(mechanism).StartWaiting(Calls.Synchronous);
        if (OperatingSystem.IsLinux())
        {
            Eventually.True(() => Leftovers.Workers() == 1, "the agent that was there is the only one");
        }

        held.Dispose();
        Eventually.Result(next).Dispose();
        Leftovers.None(LockPath);

        // Nobody is left to take it: the other process gets it however often this one gave up waiting.
        held = Lock(mechanism).AcquireAsync().AsTask().Result;
        Assert.Null(Lock(mechanism).TryAcquire(timeout: TimeSpan.FromMilliseconds(1)));
        Assert.Null(Lock(mechanism).TryAcquire(FileLockMode.Shared, TimeSpan.FromMilliseconds(1)));
        other.Tell("acquire", LockPath, FileLockMode.Exclusive, mechanism);
        held.Dispose();
        Assert.Equal("held", other.Answer());
        Assert.Equal("released", other.Ask("release", LockPath));
        Leftovers.None(LockPath);
    }

    [Fact]
    public async Task A_lock_passes_inside_the_process_so_many_times_and_then_out_of_it()
    {
        using var other = OtherProcess.Start();
        var file = new FileLock(LockPath);
        var sinceReady = 0;
        var otherHolds = false;
        var handles = new ConcurrentBag<FileLockHandle>();

        // Far more waiters in here than hand-overs are allowed, and each of them comes back for more.
        var first = await file.AcquireAsync();
        Task[] crowd =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (!Volatile.Read(ref otherHolds))
                        {
                            await using var held = await file.AcquireAsync();
                            Interlocked.Increment(ref sinceReady);
                        }
                    })
                ),
        ];
        Eventually.Waiting(8);
        other.Tell("acquire", LockPath, FileLockMode.Exclusive, FileLockMechanism.SystemDefault);
        await first.DisposeAsync();
        var answer = Task.Run(other.Answer);
        Assert.Equal("held", await answer.WaitAsync(Eventually.Bound));
        Volatile.Write(ref otherHolds, true);
        Assert.Equal("released", other.Ask("release", LockPath));
        await Task.WhenAll(crowd).WaitAsync(Eventually.Bound);
        Leftovers.None(LockPath);
    }

    [Fact]
    public void Hand_overs_in_a_row_are_counted()
    {
        var unlocks = 0;
        var file = new FileLock(LockPath, null, FaultyPlatform.Over(backend: faulty => faulty.OnUnlock = () => unlocks++));
        var held = file.AcquireAsync().AsTask().Result;
        Task<FileLockHandle>[] waits =
        [
            .. Enumerable.Range(0, WaitQueue.MaxHandOvers + 2).Select(_ => file.StartWaiting(Calls.Asynchronous)),
        ];
        foreach (var wait in waits)
        {
            held.Dispose();
            held = Eventually.Result(wait);
        }
        Assert.Equal(1, unlocks);
        held.Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_handle_that_was_shown_to_its_user_is_never_handed_over()
    {
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        var shown = held.SafeFileHandle;
        var next = new FileLock(LockPath).StartWaiting(Calls.Asynchronous);
        held.Dispose();
        using var got = Eventually.Result(next);
        Assert.True(shown.IsClosed);
        Assert.NotSame(shown, got.SafeFileHandle);
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void On_a_network_file_system_the_head_asks_again_and_no_thread_blocks_in_the_system(FileLockMechanism mechanism, Calls calls)
    {
        var network = FaultyPlatform.Over(
            host => host.Network = true,
            backend => backend.OnLock = () => throw new InvalidOperationException("blocked")
        );
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism }, network);
        var first = file.AcquireAsync().AsTask().Result;
        Assert.Null(file.TryAcquire(calls, timeout: TimeSpan.FromMilliseconds(20)));
        using var source = new CancellationTokenSource();
        var canceled = file.StartWaiting(calls, token: source.Token);
        var waiting = file.StartWaiting(calls);
        var shared = file.StartWaiting(calls, FileLockMode.Shared);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => canceled.GetAwaiter().GetResult());
        first.Dispose();
        var second = Eventually.Result(waiting);
        Assert.False(shared.IsCompleted);
        second.Dispose();
        Eventually.Result(shared).Dispose();
        Leftovers.None(LockPath);
    }

    [Theory]
    [InlineData(Calls.Synchronous)]
    [InlineData(Calls.Asynchronous)]
    public void Time_is_that_of_the_given_clock(Calls calls)
    {
        var clock = new ManualClock();
        var file = new FileLock(LockPath, new FileLockOptions { TimeProvider = clock });
        using var held = file.AcquireAsync().AsTask().Result;
        var waiting = file.StartWaiting(calls, timeout: TimeSpan.FromHours(1));
        Eventually.True(() => clock.Timers == 1, "the deadline is set");
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("within 3600 s", Assert.Throws<TimeoutException>(() => waiting.GetAwaiter().GetResult()).Message);
    }

    [Theory]
    [InlineData(Calls.Synchronous)]
    [InlineData(Calls.Asynchronous)]
    public void A_clock_that_stands_still_delays_no_grant_on_a_network_file_system_and_one_that_jumps_ends_the_wait(Calls calls)
    {
        var clock = new ManualClock();
        var network = FaultyPlatform.Over(host => host.Network = true);
        var file = new FileLock(LockPath, new FileLockOptions { TimeProvider = clock }, network);
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        var waiting = file.StartWaiting(calls, timeout: TimeSpan.FromHours(1));
        held.Dispose();
        held = Eventually.Result(waiting);

        waiting = file.StartWaiting(calls, timeout: TimeSpan.FromHours(1));
        Eventually.True(() => clock.Timers == 1, "the deadline is set");
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Throws<TimeoutException>(() => Eventually.Result(waiting));
        held.Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_waiter_whose_clock_stands_still_holds_up_nobody_when_it_leaves_the_head_of_the_queue()
    {
        var network = FaultyPlatform.Over(host => host.Network = true);
        var standing = new FileLock(LockPath, new FileLockOptions { TimeProvider = new ManualClock() }, network);
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        _ = held.SafeFileHandle; // shown, so it is released and not handed over
        using var source = new CancellationTokenSource();
        var head = standing.StartWaiting(Calls.Asynchronous, timeout: TimeSpan.FromHours(1), token: source.Token);
        var next = new FileLock(LockPath, null, network).StartWaiting(Calls.Asynchronous);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(head));
        held.Dispose();
        Eventually.Result(next).Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void Pauses_grow_from_one_millisecond_to_fifty()
    {
        for (var i = 0; i < 100; i++)
        {
            Backoff backoff = default;
            foreach (var whole in new[] { 1, 2, 4, 8, 16, 32, 50, 50 })
            {
                Assert.InRange(backoff.Next().TotalMilliseconds, Math.Max(1, whole / 2.0), whole);
            }
        }
    }

    [Theory]
    [InlineData(Calls.Synchronous)]
    [InlineData(Calls.Asynchronous)]
    public void A_clock_that_sets_no_timers_fails_its_own_caller_and_holds_up_nobody(Calls calls)
    {
        var network = FaultyPlatform.Over(host => host.Network = true);
        var broken = new FileLock(LockPath, new FileLockOptions { TimeProvider = new BrokenClock() }, network);
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        var waiting = Task.Factory.StartNew(() => broken.Acquire(calls, timeout: Eventually.Bound), TaskCreationOptions.LongRunning);
        Assert.Equal(BrokenClock.Message, Assert.Throws<NotSupportedException>(() => Eventually.Result(waiting)).Message);

        var next = new FileLock(LockPath, null, network).StartWaiting(calls);
        Assert.Throws<NotSupportedException>(() => broken.Acquire(calls, timeout: Eventually.Bound));
        held.Dispose();
        Eventually.Result(next).Dispose();
        Leftovers.None(LockPath);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_thread_that_is_interrupted_in_its_wait_leaves_the_queue(bool timed)
    {
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        // The head blocks in the system, so the one behind it waits for its turn.
        var head = new FileLock(LockPath).StartWaiting(Calls.Synchronous);
        Exception? thrown = null;
        var thread = new Thread(() =>
            thrown = Record.Exception(() => new FileLock(LockPath).Acquire(timeout: timed ? Eventually.Bound : null))
        );
        thread.Start();
        Eventually.Waiting(2);
        var behind = new FileLock(LockPath).StartWaiting(Calls.Asynchronous);
        thread.Interrupt();
        Assert.True(thread.Join(Eventually.Bound));
        Assert.IsType<ThreadInterruptedException>(thrown);
        held.Dispose();
        Eventually.Result(head).Dispose();
        Eventually.Result(behind).Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_wait_without_a_thread_pool_thread_to_spare_still_ends_on_time()
    {
        using var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        ThreadPool.GetMinThreads(out var workers, out _);
        Task<FileLockHandle?>[] crowd =
        [
            .. Enumerable
                .Range(0, workers * 2)
                .Select(_ => Task.Run(() => new FileLock(LockPath).TryAcquire(timeout: TimeSpan.FromMilliseconds(50)))),
        ];
        Assert.True(Task.WaitAll(crowd, Eventually.Bound));
        Assert.All(crowd, task => Assert.Null(task.Result));
    }
}
