using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace FileLocking.Tests;

/// <summary>What must not happen to a lock whatever happens around it: that it is lost, kept, or waited for in vain.</summary>
public sealed class LivenessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [UnixTheory("A full collection takes .NET under Wine down.")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lock_that_was_granted_to_a_forgotten_wait_is_freed_by_the_collector(bool isHandedOver)
    {
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        if (!isHandedOver)
        {
            _ = held.SafeFileHandle; // shown, so it is released and granted by the system
        }
        Forget();
        held.Dispose();
        Eventually.Waiting(0);
        Eventually.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                using var free = new FileLock(LockPath).TryAcquire();
                return free is not null;
            },
            "the collector has freed the lock"
        );
        // A handle that was released is no reason to keep what was handed over.
        GC.KeepAlive(held);
        Leftovers.None(LockPath);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Forget()
    {
        var wait = new FileLock(LockPath).AcquireAsync().AsTask();
        Assert.Throws<TimeoutException>(() => wait.WaitAsync(TimeSpan.FromMilliseconds(1)).GetAwaiter().GetResult());
        Eventually.Waiting(1);
    }

    [UnixFact("A full collection takes .NET under Wine down.")]
    public void A_released_handle_that_is_kept_does_not_keep_the_next_holder_s_lock()
    {
        var kept = HandOverAndLose();
        Eventually.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                using var free = new FileLock(LockPath).TryAcquire();
                return free is not null;
            },
            "the collector has freed the lock"
        );
        Assert.False(kept.IsHeld);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FileLockHandle HandOverAndLose()
    {
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        var next = new FileLock(LockPath).StartWaiting(Calls.Asynchronous);
        held.Dispose();
        Assert.True(Eventually.Result(next).IsHeld);
        return held;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_interrupt_in_a_wait_leaves_a_queue_that_works_and_no_lock_behind(bool timed)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var noise = new ContendedGate(_folder.File("noise"));
        var file = new FileLock(LockPath);
        for (var round = 0; round < 200; round++)
        {
            var first = file.Acquire(timeout: Eventually.Bound);
            FileLockHandle? got = null;
            var thrown = default(Exception);
            var thread = new Thread(() => thrown = Record.Exception(() => got = file.Acquire(timeout: timed ? Eventually.Bound : null)));
            thread.Start();
            // Before the wait, as it begins, while it sleeps, as it ends: wherever the interrupt falls.
            Thread.Sleep(random.Next(4));
            thread.Interrupt();
            Thread.SpinWait(random.Next(2000));
            if (random.Next(2) == 0)
            {
                thread.Interrupt();
            }
            first.Dispose();
            Assert.True(thread.Join(Eventually.Bound), "The wait did not end.");
            Assert.True(thrown is null or ThreadInterruptedException, thrown?.ToString());
            Assert.Equal(thrown is null, got is not null);
            got?.Dispose();
            using var free = file.TryAcquire(timeout: Eventually.Bound);
            Assert.True(free is not null, $"Round {round}: the lock is held, and nobody has it.");
        }
    }

    [Fact]
    public void An_interrupt_does_not_keep_dispose_from_releasing()
    {
        using var noise = new ContendedGate(_folder.File("noise"));
        var file = new FileLock(LockPath);
        for (var round = 0; round < 300; round++)
        {
            var held = file.Acquire(timeout: Eventually.Bound);
            var waiting = file.AcquireAsync().AsTask();
            Exception? thrown = null;
            var isStillInterrupted = false;
            var thread = new Thread(() =>
            {
                Thread.CurrentThread.Interrupt();
                thrown = Record.Exception(held.Dispose);
                isStillInterrupted = Record.Exception(() => Thread.Sleep(1)) is ThreadInterruptedException;
            });
            thread.Start();
            Assert.True(thread.Join(Eventually.Bound));
            Assert.Null(thrown);
            Assert.True(isStillInterrupted, "The interrupt was for the thread's own waits and has been lost.");
            Assert.False(held.IsHeld);
            Eventually.Result(waiting).Dispose();
        }
    }

    [Theory]
    [InlineData(Calls.Synchronous, 1)]
    [InlineData(Calls.Synchronous, 3.7)]
    [InlineData(Calls.Asynchronous, 1)]
    [InlineData(Calls.Asynchronous, 3.7)]
    public void A_timeout_is_never_early(Calls calls, double milliseconds)
    {
        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        var file = new FileLock(LockPath);
        using var held = file.AcquireAsync().AsTask().Result;
        for (var round = 0; round < 50; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Null(file.TryAcquire(calls, timeout: timeout));
            var waited = Stopwatch.GetElapsedTime(start);
            Assert.True(waited >= timeout, $"Round {round}: told after {waited.TotalMilliseconds} ms.");
        }
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void A_listener_that_throws_decides_nothing(FileLockMechanism mechanism, Calls calls)
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "FileLocking")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("a listener's own"));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("a listener's own"));
        listener.Start();

        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        using (var held = file.Acquire(calls))
        {
            Assert.Null(file.TryAcquire(calls));
            Assert.Null(file.TryAcquire(calls, timeout: TimeSpan.FromMilliseconds(1)));
            var waiting = file.StartWaiting(calls);
            held.Dispose();
            Eventually.Result(waiting).Dispose();
        }
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_lock_that_is_granted_to_a_canceled_wait_deletes_its_file_too()
    {
        var file = new FileLock(LockPath, new FileLockOptions { DeleteOnRelease = true });
        for (var round = 0; round < 500; round++)
        {
            using var source = new CancellationTokenSource();
            var held = file.Acquire(timeout: Eventually.Bound);
            var waiting = file.AcquireAsync(source.Token).AsTask();
            var canceling = Task.Run(source.Cancel);
            held.Dispose();
            canceling.Wait();
            try
            {
                Eventually.Result(waiting).Dispose();
            }
            catch (OperationCanceledException)
            {
                // One or the other.
            }
            Eventually.Waiting(0);
            Eventually.True(() => !File.Exists(LockPath), $"the file is gone after round {round}");
        }
    }

    [Fact]
    public void Who_holds_the_lock_is_asked_once_for_all_who_time_out_together_and_never_on_the_thread_pool()
    {
        var platform = FaultyPlatform.Over();
        var host = (FaultyHost)platform.Host;
        var file = new FileLock(LockPath, options: null, platform);
        using var held = file.AcquireAsync().AsTask().Result;
        var waits = Enumerable.Range(0, 300).Select(_ => file.AcquireAsync(timeout: TimeSpan.FromMilliseconds(50)).AsTask()).ToArray();
        foreach (var wait in waits)
        {
            Assert.Throws<TimeoutException>(() => Eventually.Result(wait));
        }
        // Once a second, and they do not all time out within one on a machine that is busy.
        Assert.InRange(host.HolderSearches.Count, 1, 30);
        Assert.All(host.HolderSearches, wasOnPool => Assert.False(wasOnPool));
    }

    /// <summary>Threads that give up waiting for another file all the time, so that the gate of the queues is contended.</summary>
    private sealed class ContendedGate : IDisposable
    {
        private readonly FileLockHandle _held;
        private readonly Thread[] _threads;
        private volatile bool _isOver;

        public ContendedGate(string path)
        {
            _held = new FileLock(path).AcquireAsync().AsTask().Result;
            _threads =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(_ => new Thread(() =>
                    {
                        var file = new FileLock(path);
                        while (!_isOver)
                        {
                            file.TryAcquire(timeout: TimeSpan.FromTicks(1));
                        }
                    })),
            ];
            foreach (var thread in _threads)
            {
                thread.Start();
            }
        }

        public void Dispose()
        {
            _isOver = true;
            foreach (var thread in _threads)
            {
                thread.Join();
            }
            _held.Dispose();
        }
    }
}
