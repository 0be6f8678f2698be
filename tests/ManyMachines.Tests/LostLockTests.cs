using System.Diagnostics;
using System.Runtime.CompilerServices;
using FileLocking;
using Npgsql;

namespace ManyMachines.Tests;

/// <summary>What a server can do to a lock that no file lock has to fear, and what is left of it then.</summary>
public sealed class LostLockTests(PostgresServer server)
{
    private readonly ServerAccount _account = server.NewAccount();

    [Theory, InlineData(FileLockMode.Exclusive), InlineData(FileLockMode.Shared)]
    public void A_killed_backend_is_told_by_the_handle_and_the_lock_goes_to_the_next(FileLockMode mode)
    {
        using var held = _account.Lock().Acquire(mode);
        var next = _account.Lock().StartAcquire(Calls.Asynchronous);
        _account.WaitsInTheServersQueue();
        var start = Stopwatch.GetTimestamp();
        _account.EndHolders();
        IsTold(held);
        TestContext.Current.TestOutputHelper!.WriteLine($"Told after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms.");
        Eventually.Result(next).Dispose();
        held.Dispose();
        _account.NothingIsLeft();
    }

    [Fact]
    public void A_connection_that_is_cut_is_told_by_the_handle_and_the_lock_is_free()
    {
        using var relay = new Relay(_account.Port);
        using var held = new PostgresLock(_account.Through(relay.Port), "lock").Acquire();
        relay.Cut();
        IsTold(held);
        _account.Lock().Acquire(timeout: Eventually.Bound).Dispose();
        _account.NothingIsLeft();
    }

    [Fact]
    public void A_server_that_falls_silent_is_told_by_the_handle()
    {
        using var relay = new Relay(_account.Port);
        using var held = new PostgresLock(_account.Through(relay.Port) + ";Keepalive=1", "lock").Acquire();
        relay.FallSilent();
        var start = Stopwatch.GetTimestamp();
        IsTold(held);
        TestContext.Current.TestOutputHelper!.WriteLine($"Told after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms.");
        held.Dispose();
        relay.Cut();
        _account.NothingIsLeft();
    }

    [Fact]
    public void A_quiet_holder_keeps_the_lock_through_its_keep_alives()
    {
        using var held = new PostgresLock(_account.ConnectionString + ";Keepalive=1", "lock").Acquire();
        Assert.False(held.LostToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(3)));
        Assert.Null(_account.Lock().TryAcquire());
        held.Dispose();
        _account.Lock().TryAcquire()!.Dispose();
        _account.NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_wait_whose_server_goes_fails_and_leaves_nothing(Calls calls)
    {
        using var held = _account.Lock().Acquire();
        using var relay = new Relay(_account.Port);
        var waiting = new PostgresLock(_account.Through(relay.Port), "lock").StartAcquire(calls);
        _account.WaitsInTheServersQueue();
        relay.Cut();
        Assert.ThrowsAny<NpgsqlException>(() => Eventually.Result(waiting));
        // The holder still holds: nobody's turn has come.
        _account.WaitsInTheServersQueue(0);
        held.Dispose();
        _account.NothingIsLeft();
    }

    [Fact]
    public void A_killed_waiter_leaves_the_servers_queue_before_its_turn()
    {
        using var held = _account.Lock().Acquire();
        using var other = new OtherProcess();
        other.Tell("acquire", new(_account.ConnectionString, "lock"));
        _account.WaitsInTheServersQueue();
        other.Kill();
        _account.WaitsInTheServersQueue(0);
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_server_that_is_not_there_is_a_failure_and_no_refusal(Calls calls)
    {
        int port;
        using (var relay = new Relay(_account.Port))
        {
            port = relay.Port;
        }
        var @lock = new PostgresLock(_account.Through(port), "lock");
        Assert.ThrowsAny<NpgsqlException>(() => Eventually.Result(@lock.StartTry(calls)));
        Assert.ThrowsAny<NpgsqlException>(() => Eventually.Result(@lock.StartAcquire(calls, timeout: TimeSpan.FromMilliseconds(1))));
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_server_that_does_not_answer_can_be_left_by_the_token(Calls calls)
    {
        using var relay = new Relay(_account.Port);
        relay.FallSilent();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var @lock = new PostgresLock(_account.Through(relay.Port), "lock");
        Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(@lock.StartAcquire(calls, token: source.Token)));
    }

    [Fact]
    public void Listeners_that_throw_leave_no_lock_and_no_connection()
    {
        using var held = _account.Lock().Acquire();
        using var called = new ManualResetEventSlim();
        held.LostToken.Register(() =>
        {
            called.Set();
            throw new InvalidOperationException("Thrown by a listener.");
        });
        _account.EndHolders();
        Assert.True(called.Wait(Eventually.Bound));
        held.Dispose();
        _account.NothingIsLeft();
    }

    [Fact]
    public void An_interrupted_wait_leaves_nothing()
    {
        using var held = _account.Lock().Acquire();
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => _account.Lock().Acquire()));
        thread.Start();
        _account.WaitsInTheServersQueue();
        thread.Interrupt();
        Assert.True(thread.Join(Eventually.Bound));
        Assert.IsType<ThreadInterruptedException>(error);
        _account.WaitsInTheServersQueue(0);
        held.Dispose();
        _account.NothingIsLeft();
    }

    [Fact]
    public void A_forgotten_handle_is_released_by_the_collector()
    {
        Forget();
        Eventually.True(Collected, "the lock is free");
        _account.NothingIsLeft();

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Forget() => Assert.True(_account.Lock().Acquire().IsHeld);

        bool Collected()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return _account.Holding() == 0;
        }
    }

    [Fact]
    public void The_key_of_a_name_never_changes()
    {
        Assert.Equal(-2039914840885289964, PostgresLock.KeyOf(""));
        Assert.Equal(_account.Lock("a name").Key, PostgresLock.KeyOf("a name"));
        Assert.NotEqual(PostgresLock.KeyOf("a name"), PostgresLock.KeyOf("A name"));
    }

    [Fact]
    public void The_sample_says_what_it_does_when_its_lock_is_lost_and_still_counts_right()
    {
        var (exitCode, output) = SampleProgram.Run(
            _account.ConnectionString,
            "--workers",
            "2",
            "--turns",
            "2",
            "--hold",
            "1000",
            "--break"
        );
        Assert.True(exitCode == 0, output);
        Assert.Contains("lost the lock", output);
        Assert.Contains("went up by 4, expected 4", output);
        _account.NothingIsLeft();
    }

    private static void IsTold(ILockHandle held)
    {
        Assert.True(held.LostToken.WaitHandle.WaitOne(Eventually.Bound), "The handle does not tell that the lock is lost.");
        Assert.False(held.IsHeld);
    }
}
