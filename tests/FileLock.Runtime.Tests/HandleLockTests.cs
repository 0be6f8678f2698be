using FileLocking.Native;
using Microsoft.Win32.SafeHandles;

namespace FileLocking.Tests;

/// <summary>The layer below: handles that the caller opened.</summary>
public sealed class HandleLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SafeFileHandle _first;
    private readonly SafeFileHandle _second;

    public HandleLockTests()
    {
        _first = Open();
        _second = Open();
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _folder.Dispose();
    }

    private SafeFileHandle Open(FileAccess access = FileAccess.ReadWrite)
    {
        var host = Platform.Current.Host;
        Assert.Equal(0, host.Open(host.EncodePath(_folder.File()), access, FileLockOptions.DefaultUnixCreateMode, false, out var handle));
        return new(handle, ownsHandle: true);
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_whole_file_is_exclusive_to_one_handle_or_shared_by_many(FileLockMechanism mechanism)
    {
        Assert.True(HandleLock.TryLock(_first, FileLockMode.Exclusive, mechanism));
        Assert.False(HandleLock.TryLock(_second, FileLockMode.Exclusive, mechanism));
        Assert.False(HandleLock.TryLock(_second, FileLockMode.Shared, mechanism));
        HandleLock.Unlock(_first, mechanism);
        HandleLock.Lock(_first, FileLockMode.Shared, mechanism);
        Assert.True(HandleLock.TryLock(_second, FileLockMode.Shared, mechanism));
        HandleLock.Unlock(_first, mechanism);
        HandleLock.Unlock(_second, mechanism);
        HandleLock.Lock(_second, FileLockMode.Exclusive, mechanism);
    }

    [Fact]
    public void Ranges_exclude_each_other_only_where_they_overlap()
    {
        const long Far = 5_000_000_000;
        Assert.True(HandleLock.TryLock(_first, FileLockMode.Exclusive, 10, 10));
        Assert.True(HandleLock.TryLock(_second, FileLockMode.Exclusive, 20, 10));
        Assert.True(HandleLock.TryLock(_second, FileLockMode.Exclusive, 0, 10));
        Assert.False(HandleLock.TryLock(_second, FileLockMode.Exclusive, 19, 1));
        Assert.False(HandleLock.TryLock(_second, FileLockMode.Shared, 10, 1));
        Assert.True(HandleLock.TryLock(_first, FileLockMode.Exclusive, Far, 1));
        Assert.False(HandleLock.TryLock(_second, FileLockMode.Exclusive, Far, 1));
        Assert.True(HandleLock.TryLock(_second, FileLockMode.Exclusive, Far + 1, long.MaxValue - Far - 1));
        HandleLock.Unlock(_first, 10, 10);
        HandleLock.Lock(_second, FileLockMode.Exclusive, 10, 10);
        Assert.False(HandleLock.TryLock(_first, FileLockMode.Exclusive, FileLockMechanism.OpenFileDescription));
    }

    [Fact]
    public void A_blocked_thread_gets_its_range_when_it_is_unlocked()
    {
        HandleLock.Lock(_first, FileLockMode.Exclusive, 0, 1);
        var blocked = Task.Factory.StartNew(() => HandleLock.Lock(_second, FileLockMode.Exclusive, 0, 1), TaskCreationOptions.LongRunning);
        HandleLock.Unlock(_first, 0, 1);
        Assert.True(blocked.Wait(Eventually.Bound));
        Assert.False(HandleLock.TryLock(_first, FileLockMode.Shared, 0, 1));
    }

    [Fact]
    public void Ranges_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("offset", () => HandleLock.TryLock(_first, FileLockMode.Exclusive, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => HandleLock.TryLock(_first, FileLockMode.Exclusive, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => HandleLock.Lock(_first, FileLockMode.Exclusive, 2, long.MaxValue - 1));
        Assert.Throws<ArgumentOutOfRangeException>("mode", () => HandleLock.Lock(_first, (FileLockMode)9));
        Assert.Throws<ArgumentOutOfRangeException>("mechanism", () => HandleLock.Unlock(_first, (FileLockMechanism)9));
        Assert.Throws<ArgumentNullException>("handle", () => HandleLock.TryLock(null!));
    }

    [Fact]
    public void A_closed_handle_is_refused_by_name()
    {
        _first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => HandleLock.TryLock(_first));
        Assert.Throws<ObjectDisposedException>(() => HandleLock.Lock(_first));
        Assert.Throws<ObjectDisposedException>(() => HandleLock.Unlock(_first));
    }

    [UnixFact("LockFileEx is content with either access.")]
    public void An_exclusive_range_needs_a_handle_for_writing_on_unix()
    {
        using var readOnly = Open(FileAccess.Read);
        var error = Assert.Throws<FileLockException>(() => HandleLock.TryLock(readOnly, FileLockMode.Exclusive, 0, 1));
        Assert.Equal((FileLockOperation.Acquire, 9), (error.Operation, error.NativeErrorCode));
        Assert.StartsWith("handle ", error.Path);
        Assert.True(HandleLock.TryLock(readOnly, FileLockMode.Shared, 0, 1));
    }

    [WindowsFact("Unix splits ranges.")]
    public void Unlocking_another_range_than_was_locked_fails_on_windows()
    {
        HandleLock.Lock(_first, FileLockMode.Exclusive, 0, 10);
        var code = Assert.Throws<FileLockException>(() => HandleLock.Unlock(_first, 0, 5)).NativeErrorCode;
        Assert.True(code is 158 or 33, "ERROR_NOT_LOCKED, or what Wine makes of it");
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void Locking_unlocking_and_being_refused_allocate_nothing(FileLockMechanism mechanism)
    {
        HandleLock.Lock(_second, FileLockMode.Shared, mechanism);
        var file = new FileLock(_folder.File(), new FileLockOptions { Mechanism = mechanism });
        Assert.Equal(
            0,
            AllocatedBy(() =>
            {
                HandleLock.TryLock(_first, FileLockMode.Shared, mechanism);
                HandleLock.Unlock(_first, mechanism);
                HandleLock.Lock(_first, FileLockMode.Shared, mechanism);
                HandleLock.Unlock(_first, mechanism);
                HandleLock.TryLock(_first, FileLockMode.Exclusive, mechanism);
                file.TryAcquire();
            })
        );
    }

    [Fact]
    public void Ranges_allocate_nothing() =>
        Assert.Equal(
            0,
            AllocatedBy(() =>
            {
                HandleLock.TryLock(_first, FileLockMode.Exclusive, 3, 4);
                HandleLock.Unlock(_first, 3, 4);
            })
        );

    private static long AllocatedBy(Action action)
    {
        for (var i = 0; i < 100; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
