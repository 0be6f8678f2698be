namespace FileLocking.Tests;

/// <summary>What every backend promises, whichever way it is called.</summary>
public sealed class ContractTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    private FileLock Lock(FileLockMechanism mechanism) => new(LockPath, new FileLockOptions { Mechanism = mechanism });

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void An_exclusive_holder_refuses_everybody_in_this_process_and_the_other(FileLockMechanism mechanism, Calls calls)
    {
        using var other = OtherProcess.Start();
        using (Lock(mechanism).Acquire(calls))
        {
            foreach (var mode in Enum.GetValues<FileLockMode>())
            {
                Assert.Equal("refused", other.Ask("try", LockPath, mode, mechanism));
                Assert.Null(Lock(mechanism).TryAcquire(calls, mode));
            }
        }
        Assert.Equal("held", other.Ask("try", LockPath, FileLockMode.Exclusive, mechanism));
        Assert.Null(Lock(mechanism).TryAcquire(calls));
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void A_shared_holder_admits_a_second_shared_one_and_refuses_an_exclusive_one(FileLockMechanism mechanism, Calls calls)
    {
        using var other = OtherProcess.Start();
        using (Lock(mechanism).Acquire(calls, FileLockMode.Shared))
        {
            Assert.Equal("refused", other.Ask("try", LockPath, FileLockMode.Exclusive, mechanism));
            Assert.Equal("held", other.Ask("try", LockPath, FileLockMode.Shared, mechanism));
            Assert.Null(Lock(mechanism).TryAcquire(calls));
        }
        Assert.Null(Lock(mechanism).TryAcquire(calls));
        using var shared = Lock(mechanism).TryAcquire(calls, FileLockMode.Shared);
        Assert.NotNull(shared);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_waiter_gets_the_lock_when_the_other_process_releases(FileLockMechanism mechanism, Calls calls, FileLockMode mode)
    {
        using var other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", LockPath, FileLockMode.Exclusive, mechanism));
        var waiting = Lock(mechanism).StartWaiting(calls, mode);
        Assert.False(waiting.IsCompleted);
        Assert.Equal("released", other.Ask("release", LockPath));
        using (var held = Eventually.Result(waiting))
        {
            Assert.Equal((mode, LockPath, true), (held.Mode, held.Path, held.IsHeld));
            Assert.Equal("refused", other.Ask("try", LockPath, FileLockMode.Exclusive, mechanism));
        }
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_waiter_gets_the_lock_when_another_thread_releases(FileLockMechanism mechanism, Calls calls, FileLockMode mode)
    {
        var first = Lock(mechanism).AcquireAsync().AsTask().Result;
        var waiting = Lock(mechanism).StartWaiting(calls, mode);
        first.Dispose();
        Eventually.Result(waiting).Dispose();
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void The_other_process_gets_the_lock_it_waits_for(FileLockMechanism mechanism, Calls calls)
    {
        using var other = OtherProcess.Start();
        var held = Lock(mechanism).Acquire(calls);
        other.Tell(calls == Calls.Synchronous ? "acquire" : "acquire async", LockPath, FileLockMode.Exclusive, mechanism);
        held.Dispose();
        Assert.Equal("held", other.Answer());
        Assert.Null(Lock(mechanism).TryAcquire(calls));
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_killed_holder_leaves_the_lock_to_the_waiter(FileLockMechanism mechanism, Calls calls, FileLockMode mode)
    {
        using var other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", LockPath, FileLockMode.Exclusive, mechanism));
        var waiting = Lock(mechanism).StartWaiting(calls, mode);
        other.Kill();
        Eventually.Result(waiting).Dispose();
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_timeout_ends_the_wait_and_leaves_nothing(FileLockMechanism mechanism, Calls calls, FileLockMode mode)
    {
        using (Lock(mechanism).AcquireAsync().AsTask().Result)
        {
            Assert.Null(Lock(mechanism).TryAcquire(calls, mode, Short));
            Assert.Null(Lock(mechanism).TryAcquire(calls, mode, TimeSpan.Zero));
            var error = Assert.Throws<TimeoutException>(() => Lock(mechanism).Acquire(calls, mode, Short));
            Assert.Contains(LockPath, error.Message);
            Assert.Contains(mode == FileLockMode.Exclusive ? "exclusive" : "shared", error.Message);
            Assert.Contains("0.02 s", error.Message);
        }
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_token_ends_the_wait_at_once_and_leaves_nothing(FileLockMechanism mechanism, Calls calls, FileLockMode mode)
    {
        using (Lock(mechanism).AcquireAsync().AsTask().Result)
        {
            using var source = new CancellationTokenSource();
            var waiting = Lock(mechanism).StartWaiting(calls, mode, token: source.Token);
            source.Cancel();
            var error = Assert.ThrowsAny<OperationCanceledException>(() => waiting.GetAwaiter().GetResult());
            Assert.Equal(source.Token, error.CancellationToken);
            Eventually.Waiting(0);
        }
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_canceled_token_refuses_even_a_free_lock(FileLockMechanism mechanism, Calls calls, FileLockMode mode)
    {
        var canceled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => Lock(mechanism).Acquire(calls, mode, token: canceled));
        Assert.ThrowsAny<OperationCanceledException>(() => Lock(mechanism).TryAcquire(calls, mode, token: canceled));
        Assert.False(File.Exists(LockPath));
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void A_timed_wait_gets_a_lock_that_is_released_in_time(FileLockMechanism mechanism, Calls calls)
    {
        var first = Lock(mechanism).AcquireAsync().AsTask().Result;
        var waiting = Lock(mechanism).StartWaiting(calls, timeout: Eventually.Bound);
        first.Dispose();
        Eventually.Result(waiting).Dispose();
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public async Task Releasing_twice_is_releasing_once(FileLockMechanism mechanism)
    {
        var held = Lock(mechanism).Acquire();
        held.Dispose();
        using var next = Lock(mechanism).Acquire();
        held.Dispose();
        await held.DisposeAsync();
        Assert.False(held.IsHeld);
        Assert.Null(Lock(mechanism).TryAcquire());
        Assert.Throws<ObjectDisposedException>(() => held.SafeFileHandle);
        Assert.Throws<ObjectDisposedException>(held.Downgrade);
        Assert.Throws<ObjectDisposedException>(() => held.TryUpgrade());
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void The_locked_file_is_read_and_written_through_the_handle(FileLockMechanism mechanism)
    {
        using (var held = Lock(mechanism).Acquire())
        {
            RandomAccess.Write(held.SafeFileHandle, "kept"u8, 0);
        }
        using (var held = Lock(mechanism).Acquire(FileLockMode.Shared))
        {
            Span<byte> content = stackalloc byte[4];
            Assert.Equal(4, RandomAccess.Read(held.SafeFileHandle, content, 0));
            Assert.True(content.SequenceEqual("kept"u8));
        }
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_stream_over_the_handle_takes_the_lock_with_it_when_it_closes(FileLockMechanism mechanism)
    {
        using var held = Lock(mechanism).Acquire();
        using (var stream = new FileStream(held.SafeFileHandle, FileAccess.ReadWrite))
        {
            stream.Write("text"u8);
        }
        Assert.False(held.IsHeld);
        Lock(mechanism).Acquire().Dispose();
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_downgrade_admits_other_readers_and_no_writer(FileLockMechanism mechanism)
    {
        using var other = OtherProcess.Start();
        using var held = Lock(mechanism).Acquire();
        held.Downgrade();
        Assert.Equal(FileLockMode.Shared, held.Mode);
        Assert.Equal("refused", other.Ask("try", LockPath, FileLockMode.Exclusive, mechanism));
        Assert.Equal("held", other.Ask("try", LockPath, FileLockMode.Shared, mechanism));
        held.Downgrade();
        Assert.True(held.IsHeld);
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void An_upgrade_excludes_everybody_or_is_refused_and_stays_shared(FileLockMechanism mechanism)
    {
        using var other = OtherProcess.Start();
        using var held = Lock(mechanism).Acquire(FileLockMode.Shared);
        Assert.Equal("held", other.Ask("try", LockPath, FileLockMode.Shared, mechanism));
        Assert.False(held.TryUpgrade());
        Assert.Equal((FileLockMode.Shared, true), (held.Mode, held.IsHeld));
        Assert.Equal("released", other.Ask("release", LockPath));
        Assert.Equal("refused", other.Ask("try", LockPath, FileLockMode.Exclusive, mechanism));
        Assert.True(held.TryUpgrade());
        Assert.Equal("refused", other.Ask("try", LockPath, FileLockMode.Shared, mechanism));
        Assert.True(held.TryUpgrade());
        Assert.Equal(mechanism == FileLockMechanism.OpenFileDescription && !OperatingSystem.IsWindows(), held.UpgradesAtomically);
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void The_children_of_a_holder_do_not_keep_its_lock(FileLockMechanism mechanism)
    {
        using var other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", LockPath, FileLockMode.Exclusive, mechanism));
        using var child = System.Diagnostics.Process.GetProcessById(int.Parse(other.Ask("have a child")));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal((1, 0), (Leftovers.Descriptors(LockPath, other.Id), Leftovers.Descriptors(LockPath, child.Id)));
        }

        var waiting = Lock(mechanism).StartWaiting(Calls.Asynchronous);
        other.Kill();
        Eventually.Result(waiting).Dispose();
        child.Kill();
    }

    [
        UnixTheory("A full collection takes .NET under Wine down."),
        MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))
    ]
    public void A_lock_that_was_lost_without_release_is_freed_by_the_collector(FileLockMechanism mechanism)
    {
        TakeAndLose(mechanism);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var held = Lock(mechanism).TryAcquire();
        Assert.NotNull(held);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void TakeAndLose(FileLockMechanism mechanism) => Lock(mechanism).Acquire();
}
