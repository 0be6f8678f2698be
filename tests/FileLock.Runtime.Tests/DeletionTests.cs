namespace FileLocking.Tests;

/// <summary>Lock files that do not stay.</summary>
public sealed class DeletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FileLock Lock => new(_folder.File(), new FileLockOptions { DeleteOnRelease = true });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_lock_file_is_gone_after_an_exclusive_hold_and_stays_after_a_shared_one()
    {
        Lock.Acquire().Dispose();
        Assert.False(File.Exists(_folder.File()));
        Lock.Acquire(FileLockMode.Shared).Dispose();
        Assert.True(File.Exists(_folder.File()));
    }

    [Theory]
    [InlineData(Calls.Synchronous)]
    [InlineData(Calls.Asynchronous)]
    public void A_waiter_on_the_deleted_file_starts_again_with_the_new_one(Calls calls)
    {
        var first = Lock.AcquireAsync().AsTask().Result;
        _ = first.SafeFileHandle; // shown, so it is released and not handed over
        var waiting = Lock.StartWaiting(calls);
        first.Dispose();
        using var second = Eventually.Result(waiting);
        Assert.True(File.Exists(_folder.File()));
        Assert.Null(Lock.TryAcquire());
        Assert.Null(new FileLock(_folder.File()).TryAcquire());
    }

    [UnixFact("On Windows the name stays until the holder closes the file.")]
    public void A_file_that_was_replaced_under_the_holder_is_not_deleted()
    {
        var held = Lock.Acquire();
        File.Delete(_folder.File());
        File.WriteAllText(_folder.File(), "another's");
        held.Dispose();
        Assert.Equal("another's", File.ReadAllText(_folder.File()));
    }

    [Fact]
    public void A_handle_that_its_user_closes_during_the_release_is_released()
    {
        FileLockHandle? held = null;
        var platform = FaultyPlatform.Over(host => host.OnDelete = () => held!.SafeFileHandle.Dispose());
        held = new FileLock(_folder.File(), new FileLockOptions { DeleteOnRelease = true }, platform).Acquire();
        held.Dispose();
        Assert.False(held.IsHeld);
        Leftovers.None(_folder.File());
    }

    [Fact]
    public void Threads_that_delete_the_file_between_them_never_hold_it_together()
    {
        int inside = 0,
            holds = 0;
        Parallel.For(
            0,
            4,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            _ =>
            {
                for (var i = 0; i < 200; i++)
                {
                    using var held = Lock.Acquire(timeout: Eventually.Bound);
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    Interlocked.Increment(ref holds);
                    Interlocked.Decrement(ref inside);
                }
            }
        );
        Assert.Equal(800, holds);
        Eventually.True(() => !File.Exists(_folder.File()), "the file is gone");
    }
}
