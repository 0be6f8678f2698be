namespace FileLocking.Tests;

/// <summary>What a held lock offers beyond being held, and who is told of it.</summary>
public sealed class HandleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_stream_of_the_handle_reads_and_writes_and_releases_nothing(FileLockMechanism mechanism)
    {
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        using var held = file.Acquire();
        using (var writer = new StreamWriter(held.OpenStream()))
        {
            writer.Write("kept text");
        }
        Assert.True(held.IsHeld);
        Assert.Null(file.TryAcquire());

        using var stream = held.OpenStream();
        Assert.Equal((0, 9, true, true), (stream.Position, stream.Length, stream.CanSeek, stream.CanWrite));
        Assert.Equal(5, stream.Seek(-4, SeekOrigin.End));
        Assert.Equal("text", new StreamReader(stream).ReadToEnd());
        stream.SetLength(4);
        Assert.Equal(4, stream.Position);
        Assert.Throws<IOException>(() => stream.Seek(-5, SeekOrigin.Current));
        held.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        Assert.Throws<ObjectDisposedException>(held.OpenStream);
    }

    [Fact]
    public async Task A_stream_of_a_handle_for_reading_cannot_be_written()
    {
        var file = new FileLock(LockPath, new FileLockOptions { Access = FileAccess.Read });
        await File.WriteAllTextAsync(LockPath, "text", TestContext.Current.CancellationToken);
        await using var held = file.Acquire();
        await using var stream = held.OpenStream();
        Assert.False(stream.CanWrite);
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
        var content = new byte[8];
        Assert.Equal(4, await stream.ReadAsync(content, TestContext.Current.CancellationToken));
        await stream.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        Assert.True(held.IsHeld);
    }

    [LinuxTheory("Only Linux tells who holds a lock."), MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void The_holders_are_those_who_hold_it_now(FileLockMechanism mechanism)
    {
        using var other = OtherProcess.Start();
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        Assert.Empty(file.GetHolders());
        Assert.False(File.Exists(LockPath));
        Assert.Equal("held", other.Ask("acquire", LockPath, FileLockMode.Exclusive, mechanism));
        var holder = Assert.Single(file.GetHolders());
        Assert.Equal((other.Id, Environment.MachineName, false), (holder.ProcessId, holder.HostName, holder.IsThisProcess));
        Assert.NotNull(holder.ProcessName);
        Assert.Equal("released", other.Ask("release", LockPath));
        Assert.Empty(file.GetHolders());
        using var held = file.Acquire();
        Assert.Equal("this process", Assert.Single(file.GetHolders()).ToString());
    }

    [Fact]
    public void A_recorded_holder_is_told_where_the_system_does_not_tell()
    {
        var platform = FaultyPlatform.Over();
        ((FaultyHost)platform.Host).TellsHolders = false;
        var file = new FileLock(LockPath, new FileLockOptions { RecordHolder = true, LockBeyondContent = true }, platform);
        using (file.Acquire())
        {
            Assert.True(Assert.Single(file.GetHolders()).IsThisProcess);
        }
        Assert.Empty(file.GetHolders());
        File.WriteAllText(LockPath, "708 elsewhere\n");
        Assert.Equal("process 708 on elsewhere", Assert.Single(file.GetHolders()).ToString());
        using (var shared = file.Acquire(FileLockMode.Shared))
        {
            Assert.Equal(708, Assert.Single(file.GetHolders()).ProcessId);
            Assert.True(shared.TryUpgrade());
            Assert.True(Assert.Single(file.GetHolders()).IsThisProcess);
            shared.Downgrade();
            Assert.Empty(file.GetHolders());
        }
        File.WriteAllText(LockPath, "no holder's line");
        Assert.Empty(file.GetHolders());
    }

    [UnixFact("A file that may only be read is one of Unix.")]
    public void A_holder_that_cannot_be_recorded_is_counted_and_the_lock_held()
    {
        using var failures = new Measurements("filelock.cleanup.failures");
        File.WriteAllText(LockPath, "");
        using (new FileLock(LockPath, new FileLockOptions { RecordHolder = true, Access = FileAccess.Read }).Acquire())
        {
            Assert.Null(new FileLock(LockPath).TryAcquire());
        }
        Assert.Equal(["record", "erase"], failures.Tags("filelock.step"));
    }

    [Fact]
    public async Task Several_locks_are_taken_in_one_order_and_each_file_once()
    {
        FileLock[] locks = [.. new[] { "c", "a", "b", "a" }.Select(name => new FileLock(_folder.File(name)))];
        await using (var held = await FileLock.AcquireAllAsync(locks))
        {
            Assert.Equal(new[] { "a", "b", "c" }.Select(name => _folder.File(name)), held.Select(one => one.Path));
            Assert.Equal((3, held[0]), (held.Count, held.First()));
            Assert.All(locks, one => Assert.Null(one.TryAcquire()));
        }
        Assert.All(locks, one => one.TryAcquire()!.Dispose());
        Assert.Empty(await FileLock.AcquireAllAsync([]));
        Assert.Throws<ArgumentNullException>(
            "locks",
            () =>
            {
                _ = FileLock.AcquireAllAsync([null!]);
            }
        );
    }

    [Fact]
    public async Task Several_locks_of_which_one_is_not_to_be_had_are_none()
    {
        FileLock[] locks = [new(_folder.File("a")), new(_folder.File("b"))];
        await using (await locks[1].AcquireAsync())
        {
            await Assert.ThrowsAsync<TimeoutException>(async () =>
                await FileLock.AcquireAllAsync(locks, timeout: TimeSpan.FromMilliseconds(1))
            );
            locks[0].TryAcquire()!.Dispose();
            using var source = new CancellationTokenSource();
            var all = FileLock.AcquireAllAsync(locks, cancellationToken: source.Token).AsTask();
            Eventually.Waiting(1);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all);
            locks[0].TryAcquire()!.Dispose();
        }
        Leftovers.None(locks[0].Path);
        Leftovers.None(locks[1].Path);
    }

    [UnixFact("Making a link is a privilege on Windows.")]
    public async Task A_file_under_two_names_is_locked_once()
    {
        var file = new FileLock(_folder.File("a"));
        file.Acquire().Dispose();
        File.CreateSymbolicLink(_folder.File("b"), file.Path);
        var link = new FileLock(_folder.File("b"), new FileLockOptions { FollowSymbolicLinks = true });
        await using var held = await FileLock.AcquireAllAsync([link, file]);
        Assert.Equal(file.Path, Assert.Single(held).Path);
    }

    [Fact]
    public async Task Opposite_orders_do_not_wait_in_a_circle()
    {
        FileLock[] locks = [new(_folder.File("a")), new(_folder.File("b")), new(_folder.File("c"))];
        var holders = 0;
        await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(worker =>
                        Task.Run(async () =>
                        {
                            for (var i = 0; i < 100; i++)
                            {
                                await using var held = await FileLock.AcquireAllAsync(worker % 2 == 0 ? locks : locks.Reverse());
                                Assert.Equal(1, Interlocked.Increment(ref holders));
                                Interlocked.Decrement(ref holders);
                            }
                        })
                    )
            )
            .WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_interface_has_the_same_verbs()
    {
        INamedLock named = new FileLock(LockPath);
        Assert.Equal(LockPath, named.Name);
        using (var held = named.Acquire(CancellationToken.None))
        {
            Assert.Equal((true, FileLockMode.Exclusive), (held.IsHeld, held.Mode));
            Assert.False(held.LostToken.IsCancellationRequested);
            Assert.Null(named.TryAcquire(FileLockMode.Shared));
            Assert.Null(await named.TryAcquireAsync());
            Assert.Throws<TimeoutException>(() => named.Acquire(timeout: TimeSpan.Zero));
        }
        await using (await named.AcquireAsync(CancellationToken.None))
        {
            Assert.Throws<TimeoutException>(() => named.Run(() => 4, TimeSpan.Zero));
        }
        Assert.Equal(4, named.Run(() => 4));
    }

    [Theory]
    [InlineData(Calls.Synchronous)]
    [InlineData(Calls.Asynchronous)]
    public void A_token_alone_ends_a_wait(Calls calls)
    {
        var file = new FileLock(LockPath);
        using var held = file.AcquireAsync().AsTask().Result;
        using var source = new CancellationTokenSource();
        var waiting = calls == Calls.Synchronous ? Task.Run(() => file.Acquire(source.Token)) : file.AcquireAsync(source.Token).AsTask();
        Eventually.Waiting(1);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(waiting));
    }

    [Fact]
    public void Exceptions_can_be_made_by_those_who_fake_a_lock()
    {
        var cause = new InvalidOperationException();
        Assert.Same(cause, new FileLockException("message", cause).InnerException);
        Assert.Equal(FileLockOperation.Unspecified, new FileLockException().Operation);
        Assert.Null(new FileLockNotSupportedException("message").Path);
        Assert.Equal("message", new FileLockNotSupportedException("message", cause).Message);
        Assert.IsAssignableFrom<FileLockException>(new FileLockNotSupportedException());
        var made = new FileLockException("/data.lock", FileLockMode.Shared, FileLockOperation.Release, 5, "it is a fake", cause);
        Assert.Equal("Cannot release the shared lock on '/data.lock': it is a fake (error 5).", made.Message);
        Assert.Equal(
            ("/data.lock", FileLockMode.Shared, FileLockOperation.Release, 5),
            (made.Path, made.Mode, made.Operation, made.NativeErrorCode)
        );
    }

    [LinuxFact("The codes are those of Linux.")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_directory_that_cannot_be_made_is_an_error_with_the_system_s_own_code()
    {
        var options = new FileLockOptions { CreateDirectories = true };
        var error = Assert.Throws<FileLockException>(() => new FileLock("/proc/none/data.lock", options).Acquire());
        Assert.Equal((FileLockOperation.CreateDirectories, 2), (error.Operation, error.NativeErrorCode));
        Assert.NotNull(error.InnerException);

        File.CreateSymbolicLink(_folder.File("dangling"), _folder.File("nowhere"));
        error = Assert.Throws<FileLockException>(() =>
            new FileLock(Path.Combine(_folder.File("dangling"), "data.lock"), options).Acquire()
        );
        Assert.Equal((FileLockOperation.CreateDirectories, 17), (error.Operation, error.NativeErrorCode));

        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        using (var trial = OtherProcess.StartUnprivileged())
        {
            Assert.SkipUnless(
                Environment.IsPrivilegedProcess && trial.Succeeds(Eventually.Bound),
                "No other user can run the tests' program where it lies."
            );
        }
        using var other = OtherProcess.StartUnprivileged();
        Assert.Equal("CreateDirectories 13", other.Ask("make a directory", Path.Combine(_folder.Path, "made", "data.lock")));
    }
}
