namespace FileLocking.Tests;

/// <summary>Every error that a system call may give, put where it may occur.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    /// <summary>EINTR is not here: the backends repeat the call. EAGAIN is not: it is contention.</summary>
    public static TheoryData<int> Failures =>
        OperatingSystem.IsWindows()
            ? new(
                5 /* ACCESS_DENIED */
                ,
                6 /* INVALID_HANDLE */
                ,
                8 /* NOT_ENOUGH_MEMORY */
                ,
                59 /* UNEXP_NET_ERR */
                ,
                995 /* OPERATION_ABORTED */
            )
            : new(
                5 /* EIO */
                ,
                9 /* EBADF */
                ,
                12 /* ENOMEM */
                ,
                37 /* ENOLCK */
            );

    public static TheoryData<int> Unsupported =>
        OperatingSystem.IsWindows()
            ? new(
                1 /* INVALID_FUNCTION */
                ,
                50 /* NOT_SUPPORTED */
            )
        : OperatingSystem.IsMacOS()
            ? new(
                78 /* ENOSYS */
                ,
                45 /* ENOTSUP */
                ,
                102 /* EOPNOTSUPP */
            )
        : new(
            38 /* ENOSYS */
            ,
            95 /* EOPNOTSUPP */
            ,
            524 /* ENOTSUPP */
        );

    [Theory, MemberData(nameof(Failures))]
    public void A_failed_lock_call_is_an_exception_and_leaves_nothing_open(int code)
    {
        var platform = FaultyPlatform.Over(backend: faulty => faulty.LockErrors.Enqueue(code));
        var file = new FileLock(LockPath, null, platform);
        var error = Assert.Throws<FileLockException>(() => file.Acquire(FileLockMode.Shared));
        Assert.Equal(
            (LockPath, FileLockMode.Shared, FileLockOperation.Acquire, code),
            (error.Path, error.Mode, error.Operation, error.NativeErrorCode)
        );
        Assert.Contains(LockPath, error.Message);
        Assert.Contains($"(error {code})", error.Message);
        Assert.Equal(OperatingSystem.IsWindows() ? unchecked((int)0x80070000) | code : code, error.HResult);
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Unsupported))]
    public void A_file_system_without_locks_is_never_taken_for_success(int code)
    {
        var platform = FaultyPlatform.Over(backend: faulty => faulty.LockErrors.Enqueue(code));
        var error = Assert.Throws<FileLockNotSupportedException>(() => new FileLock(LockPath, null, platform).TryAcquire());
        Assert.Equal((code, LockPath), (error.NativeErrorCode, error.Path));
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Failures))]
    public void A_lock_call_that_fails_after_waiting_fails_the_waiter(int code)
    {
        var platform = FaultyPlatform.Over(backend: faulty => faulty.BlockingErrors.Enqueue(code));
        var file = new FileLock(LockPath, null, platform);
        using (new FileLock(LockPath).AcquireAsync().AsTask().Result)
        {
            Assert.Equal(
                code,
                Assert.Throws<FileLockException>(() => file.AcquireAsync().AsTask().GetAwaiter().GetResult()).NativeErrorCode
            );
            ((FaultyBackend)platform.Default).BlockingErrors.Enqueue(code);
            Assert.Equal(code, Assert.Throws<FileLockException>(() => file.Acquire()).NativeErrorCode);
        }
        Leftovers.None(LockPath);
    }

    [UnixTheory("EIO and EBADF are what NFS says on Unix.")]
    [InlineData(5)]
    [InlineData(9)]
    public void A_read_only_descriptor_that_will_not_lock_is_reopened_for_writing_once(int code)
    {
        var platform = FaultyPlatform.Over(backend: faulty => faulty.LockErrors.Enqueue(code));
        var options = new FileLockOptions { Access = FileAccess.Read };
        using (var held = new FileLock(LockPath, options, platform).Acquire())
        {
            RandomAccess.Write(held.SafeFileHandle, "written"u8, 0);
        }
        Assert.Equal(FileAccess.ReadWrite, ((FaultyHost)platform.Host).Opens[^1]);

        for (var i = 0; i < 2; i++)
        {
            ((FaultyBackend)platform.Default).LockErrors.Enqueue(code);
        }

        Assert.Equal(code, Assert.Throws<FileLockException>(() => new FileLock(LockPath, options, platform).TryAcquire()).NativeErrorCode);
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_file_whose_identity_the_system_will_not_tell_is_an_error_to_whom_it_matters()
    {
        const int Code = 12;
        var platform = FaultyPlatform.Over(host => host.IdentityErrors.Enqueue(Code));
        var file = new FileLock(LockPath, null, platform);
        var error = Assert.Throws<FileLockException>(() => file.TryAcquire());
        Assert.Equal((FileLockOperation.Open, Code), (error.Operation, error.NativeErrorCode));

        var held = file.AcquireAsync().AsTask().Result;
        ((FaultyHost)platform.Host).IdentityErrors.Enqueue(Code);
        Assert.Equal(Code, Assert.Throws<FileLockException>(() => file.Acquire(timeout: Eventually.Bound)).NativeErrorCode);

        // Without it a lock cannot be handed over, so it goes by way of the system.
        var waiting = new FileLock(LockPath).StartWaiting(Calls.Asynchronous);
        ((FaultyHost)platform.Host).IdentityErrors.Enqueue(Code);
        held.Dispose();
        Eventually.Result(waiting).Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_file_that_may_not_be_written_is_opened_for_reading()
    {
        File.WriteAllText(LockPath, "");
        var platform = FaultyPlatform.Over(host =>
            host.OpenErrors[FileAccess.ReadWrite] = new([OperatingSystem.IsWindows() ? 5 : 13, OperatingSystem.IsWindows() ? 19 : 30])
        );
        var file = new FileLock(LockPath, null, platform);
        file.Acquire(FileLockMode.Shared).Dispose();
        file.Acquire().Dispose();
        Assert.Equal([FileAccess.ReadWrite, FileAccess.Read, FileAccess.ReadWrite, FileAccess.Read], ((FaultyHost)platform.Host).Opens);
    }

    [Fact]
    public void A_file_that_may_be_neither_written_nor_read_is_an_error()
    {
        var denied = OperatingSystem.IsWindows() ? 5 : 13;
        var platform = FaultyPlatform.Over(host =>
        {
            host.OpenErrors[FileAccess.ReadWrite] = new([denied]);
            host.OpenErrors[FileAccess.Read] = new([denied]);
        });
        var error = Assert.Throws<FileLockException>(() => new FileLock(LockPath, null, platform).Acquire());
        Assert.Equal((FileLockOperation.Open, denied), (error.Operation, error.NativeErrorCode));
    }

    [Fact]
    public void A_failed_release_is_reported_and_the_lock_stays_held()
    {
        var platform = FaultyPlatform.Over(backend: faulty => faulty.UnlockErrors.Enqueue(5));
        var held = new FileLock(LockPath, null, platform).Acquire();
        var error = Assert.Throws<FileLockException>(held.Dispose);
        Assert.Equal((FileLockOperation.Release, 5, LockPath), (error.Operation, error.NativeErrorCode, error.Path));
        Assert.True(held.IsHeld);
        Assert.Null(new FileLock(LockPath).TryAcquire());
        held.Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_conversion_that_loses_the_lock_says_so()
    {
        var contended =
            OperatingSystem.IsWindows() ? 33
            : OperatingSystem.IsMacOS() ? 35
            : 11;
        var platform = FaultyPlatform.Over();
        var faulty = (FaultyBackend)platform.Default;
        var file = new FileLock(LockPath, null, platform);

        var held = file.Acquire(FileLockMode.Shared);
        faulty.LockErrors.Enqueue(contended);
        faulty.LockErrors.Enqueue(contended);
        var lost = held.LostToken;
        Assert.False(lost.IsCancellationRequested);
        Assert.False(held.TryUpgrade());
        Assert.False(held.IsHeld);
        Assert.True(lost.IsCancellationRequested);
        Assert.True(held.LostToken.IsCancellationRequested);
        Assert.Throws<ObjectDisposedException>(() => held.TryUpgrade());
        held.Dispose();

        held = file.Acquire();
        faulty.LockErrors.Enqueue(contended);
        faulty.LockErrors.Enqueue(contended);
        Assert.Contains("lost", Assert.Throws<FileLockException>(held.Downgrade).Message);
        Assert.False(held.IsHeld);
        held.Dispose();

        held = file.Acquire();
        faulty.LockErrors.Enqueue(5);
        Assert.Equal(5, Assert.Throws<FileLockException>(held.Downgrade).NativeErrorCode);
        Assert.True(held.IsHeld);
        held.Dispose();
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_lock_file_that_cannot_be_deleted_is_counted_and_the_lock_released()
    {
        var file = new FileLock(
            LockPath,
            new FileLockOptions { DeleteOnRelease = true },
            FaultyPlatform.Over(host => host.DeleteError = 5)
        );
        var held = file.Acquire();
        using var failures = new Measurements("filelock.cleanup.failures");
        held.Dispose();
        Assert.Equal(["delete"], failures.Tags("filelock.step"));
        Assert.False(held.IsHeld);
        Leftovers.None(LockPath);
    }

    [WindowsTheory("Only Windows refuses the open itself.")]
    [InlineData(Calls.Synchronous)]
    [InlineData(Calls.Asynchronous)]
    public void A_file_that_somebody_opened_for_himself_alone_is_contended_until_he_closes_it(Calls calls)
    {
        var file = new FileLock(LockPath);
        using (new FileStream(LockPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Null(file.TryAcquire(calls));
            Assert.Null(file.TryAcquire(calls, timeout: TimeSpan.FromMilliseconds(20)));
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
            Assert.ThrowsAny<OperationCanceledException>(() => file.Acquire(calls, token: source.Token));
        }
        file.Acquire(calls).Dispose();
    }

    [Fact]
    public void The_async_half_reports_through_its_task()
    {
        var platform = FaultyPlatform.Over(backend: faulty => faulty.LockErrors.Enqueue(OperatingSystem.IsWindows() ? 6 : 37));
        var failed = new FileLock(LockPath, null, platform).AcquireAsync();
        Assert.True(failed.IsFaulted);
        Assert.Throws<FileLockException>(() => failed.GetAwaiter().GetResult());
        Assert.True(new FileLock(LockPath).AcquireAsync(cancellationToken: new(true)).IsCanceled);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = new FileLock(LockPath).AcquireAsync((FileLockMode)7);
        });
    }
}
