using System.Diagnostics;
using FileLocking;

namespace ManyMachines.Tests;

/// <summary>What <see cref="INamedLock"/> promises, whatever the engine.</summary>
public abstract class ContractTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    /// <summary>An address that nobody has used before.</summary>
    protected abstract LockAddress NewAddress();

    /// <summary>Returns once somebody waits for a lock of this test, where the engine can tell.</summary>
    protected abstract void SomebodyWaits();

    /// <summary>Fails if anything is left of this test's locks, held or waited for.</summary>
    protected abstract void NothingIsLeft();

    /// <summary>How the sample is told to use this engine.</summary>
    protected abstract string? ConnectionString { get; }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void An_exclusive_holder_refuses_everybody_in_this_process_and_the_other(Calls calls)
    {
        var address = NewAddress();
        using var other = new OtherProcess();
        var held = address.Open().Take(calls);
        foreach (var mode in Enum.GetValues<FileLockMode>())
        {
            Assert.Equal("refused", other.Ask("try", address, mode));
            Assert.Null(address.Open().Try(calls, mode));
        }
        held.Release(calls);
        Assert.Equal("held", other.Ask("try", address));
        Assert.Null(address.Open().Try(calls));
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_shared_holder_admits_shared_ones_and_refuses_an_exclusive_one(Calls calls)
    {
        var address = NewAddress();
        using var other = new OtherProcess();
        var held = address.Open().Take(calls, FileLockMode.Shared);
        Assert.Equal(FileLockMode.Shared, held.Mode);
        Assert.Equal("refused", other.Ask("try", address));
        Assert.Equal("held", other.Ask("try", address, FileLockMode.Shared));
        address.Open().Try(calls, FileLockMode.Shared)!.Release(calls);
        held.Release(calls);
        Assert.Null(address.Open().Try(calls));
        Assert.Equal("released", other.Ask("release", address));
        address.Open().Take(calls).Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_waiter_gets_the_lock_when_the_other_process_releases(Calls calls)
    {
        var address = NewAddress();
        using var other = new OtherProcess();
        Assert.Equal("held", other.Ask("acquire", address));
        var waiting = address.Open().StartAcquire(calls);
        SomebodyWaits();
        Assert.False(waiting.IsCompleted);
        Assert.Equal("released", other.Ask("release", address));
        var held = Eventually.Result(waiting);
        Assert.Equal("refused", other.Ask("try", address));
        held.Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void The_other_process_gets_the_lock_it_waits_for(Calls calls)
    {
        var address = NewAddress();
        using var other = new OtherProcess();
        var held = address.Open().Take(calls);
        other.Tell("acquire", address);
        SomebodyWaits();
        held.Release(calls);
        Assert.Equal("held", other.Answer());
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_killed_holder_leaves_the_lock_to_the_waiter(Calls calls)
    {
        var address = NewAddress();
        using var other = new OtherProcess();
        Assert.Equal("held", other.Ask("acquire", address));
        var waiting = address.Open().StartAcquire(calls);
        other.Kill();
        Eventually.Result(waiting).Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_timeout_ends_the_wait_not_early_and_leaves_nothing(Calls calls)
    {
        var address = NewAddress();
        var held = address.Open().Take(calls);
        foreach (var mode in Enum.GetValues<FileLockMode>())
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Null(address.Open().Try(calls, mode, Short));
            Assert.True(Stopwatch.GetElapsedTime(start) >= Short);

            var error = Assert.Throws<TimeoutException>(() => Eventually.Result(address.Open().StartAcquire(calls, mode, Short)));
            Assert.Contains(address.Name, error.Message);
            Assert.Contains("0.05 s", error.Message);
            Assert.Throws<TimeoutException>(() => Eventually.Result(address.Open().StartAcquire(calls, mode, TimeSpan.Zero)));
        }
        held.Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_timed_wait_gets_a_lock_that_is_released_in_time(Calls calls)
    {
        var address = NewAddress();
        var held = address.Open().Take(calls);
        var waiting = address.Open().StartTry(calls, timeout: Eventually.Bound);
        SomebodyWaits();
        held.Release(calls);
        Eventually.Result(waiting)!.Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void The_longest_timeout_waits(Calls calls)
    {
        var address = NewAddress();
        var held = address.Open().Take(calls);
        var waiting = address.Open().StartAcquire(calls, timeout: TimeSpan.FromMilliseconds(int.MaxValue));
        SomebodyWaits();
        held.Release(calls);
        Eventually.Result(waiting).Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_token_ends_the_wait_and_leaves_nothing(Calls calls)
    {
        var address = NewAddress();
        var held = address.Open().Take(calls);
        using var source = new CancellationTokenSource();
        var waiting = address.Open().StartAcquire(calls, token: source.Token);
        SomebodyWaits();
        source.Cancel();
        var error = Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(waiting));
        Assert.Equal(source.Token, error.CancellationToken);
        held.Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void A_canceled_token_refuses_even_a_free_lock(Calls calls)
    {
        var address = NewAddress();
        var canceled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(address.Open().StartAcquire(calls, token: canceled)));
        Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(address.Open().StartTry(calls, token: canceled)));
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void Canceling_at_any_moment_leaves_the_lock_free_or_held_by_its_handle(Calls calls)
    {
        var address = NewAddress();
        for (var delay = 0; delay < 30; delay += 3)
        {
            using var source = new CancellationTokenSource();
            var taking = address.Open().StartAcquire(calls, token: source.Token);
            Thread.Sleep(delay);
            source.Cancel();
            try
            {
                var held = Eventually.Result(taking);
                Assert.Null(address.Open().Try(calls));
                held.Release(calls);
            }
            catch (OperationCanceledException) { }
        }
        address.Open().Take(calls).Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void Releasing_twice_is_releasing_once_and_cancels_nothing(Calls calls)
    {
        var address = NewAddress();
        var held = address.Open().Take(calls);
        Assert.True(held.IsHeld);
        held.Release(calls);
        var next = address.Open().Take(calls);
        held.Release(calls);
        Assert.False(held.IsHeld);
        Assert.False(held.LostToken.IsCancellationRequested);
        Assert.True(next.IsHeld);
        Assert.Null(address.Open().Try(calls));
        next.Release(calls);
        NothingIsLeft();
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void Another_name_is_another_lock(Calls calls)
    {
        var (first, second) = (NewAddress(), NewAddress());
        Assert.NotEqual(first.Open().Name, second.Open().Name);
        var held = first.Open().Take(calls);
        second.Open().Try(calls)!.Release(calls);
        held.Release(calls);
    }

    [Theory, InlineData(Calls.Synchronous), InlineData(Calls.Asynchronous)]
    public void Modes_and_timeouts_that_do_not_exist_are_refused(Calls calls)
    {
        var @lock = NewAddress().Open();
        Assert.Throws<ArgumentOutOfRangeException>(() => Eventually.Result(@lock.StartTry(calls, (FileLockMode)7)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Eventually.Result(@lock.StartTry(calls, timeout: TimeSpan.FromSeconds(-2))));
        Assert.Throws<ArgumentOutOfRangeException>(() => Eventually.Result(@lock.StartAcquire(calls, timeout: TimeSpan.FromDays(25))));
        NothingIsLeft();
    }

    [Fact]
    public void Processes_of_the_sample_lose_no_count()
    {
        var (exitCode, output) = SampleProgram.Run(ConnectionString, "--workers", "4", "--turns", "10");
        Assert.True(exitCode == 0, output);
        Assert.Contains("went up by 40, expected 40", output);
        NothingIsLeft();
    }
}
