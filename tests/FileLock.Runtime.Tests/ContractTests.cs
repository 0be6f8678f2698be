namespace FileLocking.Tests;

/// <summary>What every backend promises, whichever way it is called.</summary>
public sealed class ContractTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    private FileLock Lock(LockKind kind) => new(LockPath, new FileLockOptions { Kind = kind });

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void An_exclusive_holder_refuses_everybody_in_this_process_and_the_other(LockKind kind, Calls calls)
    {
        using OtherProcess other = OtherProcess.Start();
        using (Lock(kind).Acquire(calls))
        {
            foreach (LockMode mode in Enum.GetValues<LockMode>())
            {
                Assert.Equal("refused", other.Ask("try", LockPath, mode, kind));
                Assert.Null(Lock(kind).TryAcquire(calls, mode));
            }
        }
        Assert.Equal("held", other.Ask("try", LockPath, LockMode.Exclusive, kind));
        Assert.Null(Lock(kind).TryAcquire(calls));
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void A_shared_holder_admits_a_second_shared_one_and_refuses_an_exclusive_one(LockKind kind, Calls calls)
    {
        using OtherProcess other = OtherProcess.Start();
        using (Lock(kind).Acquire(calls, LockMode.Shared))
        {
            Assert.Equal("refused", other.Ask("try", LockPath, LockMode.Exclusive, kind));
            Assert.Equal("held", other.Ask("try", LockPath, LockMode.Shared, kind));
            Assert.Null(Lock(kind).TryAcquire(calls));
        }
        Assert.Null(Lock(kind).TryAcquire(calls));
        using FileLockHandle? shared = Lock(kind).TryAcquire(calls, LockMode.Shared);
        Assert.NotNull(shared);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_waiter_gets_the_lock_when_the_other_process_releases(LockKind kind, Calls calls, LockMode mode)
    {
        using OtherProcess other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", LockPath, LockMode.Exclusive, kind));
        Task<FileLockHandle> waiting = Lock(kind).StartWaiting(calls, mode);
        Assert.False(waiting.IsCompleted);
        Assert.Equal("released", other.Ask("release", LockPath));
        using (FileLockHandle held = Eventually.Result(waiting))
        {
            Assert.Equal((mode, LockPath, true), (held.Mode, held.Path, held.IsHeld));
            Assert.Equal("refused", other.Ask("try", LockPath, LockMode.Exclusive, kind));
        }
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_waiter_gets_the_lock_when_another_thread_releases(LockKind kind, Calls calls, LockMode mode)
    {
        FileLockHandle first = Lock(kind).AcquireAsync().AsTask().Result;
        Task<FileLockHandle> waiting = Lock(kind).StartWaiting(calls, mode);
        first.Dispose();
        Eventually.Result(waiting).Dispose();
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void The_other_process_gets_the_lock_it_waits_for(LockKind kind, Calls calls)
    {
        using OtherProcess other = OtherProcess.Start();
        FileLockHandle held = Lock(kind).Acquire(calls);
        other.Tell(calls == Calls.Synchronous ? "acquire" : "acquire async", LockPath, LockMode.Exclusive, kind);
        held.Dispose();
        Assert.Equal("held", other.Answer());
        Assert.Null(Lock(kind).TryAcquire(calls));
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_killed_holder_leaves_the_lock_to_the_waiter(LockKind kind, Calls calls, LockMode mode)
    {
        using OtherProcess other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", LockPath, LockMode.Exclusive, kind));
        Task<FileLockHandle> waiting = Lock(kind).StartWaiting(calls, mode);
        other.Kill();
        Eventually.Result(waiting).Dispose();
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_timeout_ends_the_wait_and_leaves_nothing(LockKind kind, Calls calls, LockMode mode)
    {
        using (Lock(kind).AcquireAsync().AsTask().Result)
        {
            Assert.Null(Lock(kind).TryAcquire(calls, mode, Short));
            Assert.Null(Lock(kind).TryAcquire(calls, mode, TimeSpan.Zero));
            var error = Assert.Throws<TimeoutException>(() => Lock(kind).Acquire(calls, mode, Short));
            Assert.Contains(LockPath, error.Message);
            Assert.Contains(mode == LockMode.Exclusive ? "exclusive" : "shared", error.Message);
            Assert.Contains("0.02 s", error.Message);
        }
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_token_ends_the_wait_at_once_and_leaves_nothing(LockKind kind, Calls calls, LockMode mode)
    {
        using (Lock(kind).AcquireAsync().AsTask().Result)
        {
            using var source = new CancellationTokenSource();
            Task<FileLockHandle> waiting = Lock(kind).StartWaiting(calls, mode, token: source.Token);
            source.Cancel();
            var error = Assert.ThrowsAny<OperationCanceledException>(() => waiting.GetAwaiter().GetResult());
            Assert.Equal(source.Token, error.CancellationToken);
            Eventually.Waiting(0);
        }
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryCallAndMode), MemberType = typeof(Variants))]
    public void A_canceled_token_refuses_even_a_free_lock(LockKind kind, Calls calls, LockMode mode)
    {
        var canceled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => Lock(kind).Acquire(calls, mode, token: canceled));
        Assert.ThrowsAny<OperationCanceledException>(() => Lock(kind).TryAcquire(calls, mode, token: canceled));
        Assert.False(File.Exists(LockPath));
    }

    [Theory, MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void A_timed_wait_gets_a_lock_that_is_released_in_time(LockKind kind, Calls calls)
    {
        FileLockHandle first = Lock(kind).AcquireAsync().AsTask().Result;
        Task<FileLockHandle> waiting = Lock(kind).StartWaiting(calls, timeout: Eventually.Bound);
        first.Dispose();
        Eventually.Result(waiting).Dispose();
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public async Task Releasing_twice_is_releasing_once(LockKind kind)
    {
        FileLockHandle held = Lock(kind).Acquire();
        held.Dispose();
        using FileLockHandle next = Lock(kind).Acquire();
        held.Dispose();
        await held.DisposeAsync();
        Assert.False(held.IsHeld);
        Assert.Null(Lock(kind).TryAcquire());
        Assert.Throws<ObjectDisposedException>(() => held.SafeFileHandle);
        Assert.Throws<ObjectDisposedException>(held.Downgrade);
        Assert.Throws<ObjectDisposedException>(() => held.TryUpgrade());
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void The_locked_file_is_read_and_written_through_the_handle(LockKind kind)
    {
        using (FileLockHandle held = Lock(kind).Acquire())
        {
            RandomAccess.Write(held.SafeFileHandle, "kept"u8, 0);
        }
        using (FileLockHandle held = Lock(kind).Acquire(LockMode.Shared))
        {
            Span<byte> content = stackalloc byte[4];
            Assert.Equal(4, RandomAccess.Read(held.SafeFileHandle, content, 0));
            Assert.True(content.SequenceEqual("kept"u8));
        }
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void A_stream_over_the_handle_takes_the_lock_with_it_when_it_closes(LockKind kind)
    {
        using FileLockHandle held = Lock(kind).Acquire();
        using (var stream = new FileStream(held.SafeFileHandle, FileAccess.ReadWrite))
        {
            stream.Write("text"u8);
        }
        Assert.False(held.IsHeld);
        Lock(kind).Acquire().Dispose();
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void A_downgrade_admits_other_readers_and_no_writer(LockKind kind)
    {
        using OtherProcess other = OtherProcess.Start();
        using FileLockHandle held = Lock(kind).Acquire();
        held.Downgrade();
        Assert.Equal(LockMode.Shared, held.Mode);
        Assert.Equal("refused", other.Ask("try", LockPath, LockMode.Exclusive, kind));
        Assert.Equal("held", other.Ask("try", LockPath, LockMode.Shared, kind));
        held.Downgrade();
        Assert.True(held.IsHeld);
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void An_upgrade_excludes_everybody_or_is_refused_and_stays_shared(LockKind kind)
    {
        using OtherProcess other = OtherProcess.Start();
        using FileLockHandle held = Lock(kind).Acquire(LockMode.Shared);
        Assert.Equal("held", other.Ask("try", LockPath, LockMode.Shared, kind));
        Assert.Equal(UpgradeResult.Refused, held.TryUpgrade());
        Assert.Equal((LockMode.Shared, true), (held.Mode, held.IsHeld));
        Assert.Equal("released", other.Ask("release", LockPath));
        Assert.Equal("refused", other.Ask("try", LockPath, LockMode.Exclusive, kind));
        Assert.Equal(UpgradeResult.Upgraded, held.TryUpgrade());
        Assert.Equal("refused", other.Ask("try", LockPath, LockMode.Shared, kind));
        Assert.Equal(UpgradeResult.Upgraded, held.TryUpgrade());
        Assert.Equal(kind == LockKind.OpenFileDescription && !OperatingSystem.IsWindows(), held.ConvertsAtomically);
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void The_children_of_a_holder_do_not_keep_its_lock(LockKind kind)
    {
        using OtherProcess other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", LockPath, LockMode.Exclusive, kind));
        using var child = System.Diagnostics.Process.GetProcessById(int.Parse(other.Ask("have a child")));
        if (OperatingSystem.IsLinux()) Assert.Equal((1, 0), (Leftovers.Descriptors(LockPath, other.Id), Leftovers.Descriptors(LockPath, child.Id)));
        Task<FileLockHandle> waiting = Lock(kind).StartWaiting(Calls.Asynchronous);
        other.Kill();
        Eventually.Result(waiting).Dispose();
        child.Kill();
    }

    [UnixTheory("A full collection takes .NET under Wine down."), MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void A_lock_that_was_lost_without_release_is_freed_by_the_collector(LockKind kind)
    {
        TakeAndLose(kind);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using FileLockHandle? held = Lock(kind).TryAcquire();
        Assert.NotNull(held);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void TakeAndLose(LockKind kind) => Lock(kind).Acquire();
}
