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
        IHost host = Platform.Current.Host;
        Assert.Equal(0, host.Open(host.EncodePath(_folder.File()), access, FileLockOptions.DefaultPermissions, false, out nint handle));
        return new(handle, ownsHandle: true);
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void A_whole_file_is_exclusive_to_one_handle_or_shared_by_many(LockKind kind)
    {
        Assert.True(HandleLock.TryLock(_first, LockMode.Exclusive, kind));
        Assert.False(HandleLock.TryLock(_second, LockMode.Exclusive, kind));
        Assert.False(HandleLock.TryLock(_second, LockMode.Shared, kind));
        HandleLock.Unlock(_first, kind);
        HandleLock.Lock(_first, LockMode.Shared, kind);
        Assert.True(HandleLock.TryLock(_second, LockMode.Shared, kind));
        HandleLock.Unlock(_first, kind);
        HandleLock.Unlock(_second, kind);
        HandleLock.Lock(_second, LockMode.Exclusive, kind);
    }

    [Fact]
    public void Ranges_exclude_each_other_only_where_they_overlap()
    {
        const long Far = 5_000_000_000;
        Assert.True(HandleLock.TryLock(_first, LockMode.Exclusive, 10, 10));
        Assert.True(HandleLock.TryLock(_second, LockMode.Exclusive, 20, 10));
        Assert.True(HandleLock.TryLock(_second, LockMode.Exclusive, 0, 10));
        Assert.False(HandleLock.TryLock(_second, LockMode.Exclusive, 19, 1));
        Assert.False(HandleLock.TryLock(_second, LockMode.Shared, 10, 1));
        Assert.True(HandleLock.TryLock(_first, LockMode.Exclusive, Far, 1));
        Assert.False(HandleLock.TryLock(_second, LockMode.Exclusive, Far, 1));
        Assert.True(HandleLock.TryLock(_second, LockMode.Exclusive, Far + 1, long.MaxValue - Far - 1));
        HandleLock.Unlock(_first, 10, 10);
        HandleLock.Lock(_second, LockMode.Exclusive, 10, 10);
        Assert.False(HandleLock.TryLock(_first, LockMode.Exclusive, LockKind.OpenFileDescription));
    }

    [Fact]
    public void A_blocked_thread_gets_its_range_when_it_is_unlocked()
    {
        HandleLock.Lock(_first, LockMode.Exclusive, 0, 1);
        Task blocked = Task.Factory.StartNew(() => HandleLock.Lock(_second, LockMode.Exclusive, 0, 1), TaskCreationOptions.LongRunning);
        HandleLock.Unlock(_first, 0, 1);
        Assert.True(blocked.Wait(Eventually.Bound));
        Assert.False(HandleLock.TryLock(_first, LockMode.Shared, 0, 1));
    }

    [Fact]
    public void Ranges_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("offset", () => HandleLock.TryLock(_first, LockMode.Exclusive, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => HandleLock.TryLock(_first, LockMode.Exclusive, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => HandleLock.Lock(_first, LockMode.Exclusive, 2, long.MaxValue - 1));
        Assert.Throws<ArgumentOutOfRangeException>("mode", () => HandleLock.Lock(_first, (LockMode)9));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => HandleLock.Unlock(_first, (LockKind)9));
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
        using SafeFileHandle readOnly = Open(FileAccess.Read);
        var error = Assert.Throws<FileLockException>(() => HandleLock.TryLock(readOnly, LockMode.Exclusive, 0, 1));
        Assert.Equal(("acquire", 9), (error.Operation, error.ErrorCode));
        Assert.StartsWith("handle ", error.Path);
        Assert.True(HandleLock.TryLock(readOnly, LockMode.Shared, 0, 1));
    }

    [WindowsFact("Unix splits ranges.")]
    public void Unlocking_another_range_than_was_locked_fails_on_windows()
    {
        HandleLock.Lock(_first, LockMode.Exclusive, 0, 10);
        int code = Assert.Throws<FileLockException>(() => HandleLock.Unlock(_first, 0, 5)).ErrorCode;
        Assert.True(code is 158 or 33, "ERROR_NOT_LOCKED, or what Wine makes of it");
    }

    [Theory, MemberData(nameof(Variants.EveryKind), MemberType = typeof(Variants))]
    public void Locking_unlocking_and_being_refused_allocate_nothing(LockKind kind)
    {
        HandleLock.Lock(_second, LockMode.Shared, kind);
        var file = new FileLock(_folder.File(), new FileLockOptions { Kind = kind });
        Assert.Equal(0, AllocatedBy(() =>
        {
            HandleLock.TryLock(_first, LockMode.Shared, kind);
            HandleLock.Unlock(_first, kind);
            HandleLock.Lock(_first, LockMode.Shared, kind);
            HandleLock.Unlock(_first, kind);
            HandleLock.TryLock(_first, LockMode.Exclusive, kind);
            file.TryAcquire();
        }));
    }

    [Fact]
    public void Ranges_allocate_nothing() => Assert.Equal(0, AllocatedBy(() =>
    {
        HandleLock.TryLock(_first, LockMode.Exclusive, 3, 4);
        HandleLock.Unlock(_first, 3, 4);
    }));

    private static long AllocatedBy(Action action)
    {
        for (int i = 0; i < 100; i++) action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
