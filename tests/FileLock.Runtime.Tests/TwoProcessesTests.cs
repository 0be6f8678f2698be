namespace FileLocking.Tests;

public sealed class TwoProcessesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_exclusive_holder_refuses_everybody_else()
    {
        using OtherProcess other = OtherProcess.Start();
        var file = new FileLock(LockPath);
        using (file.Acquire())
        {
            Assert.Equal("refused", other.Ask($"try|{LockPath}|Exclusive"));
            Assert.Equal("refused", other.Ask($"try|{LockPath}|Shared"));
            Assert.Null(file.TryAcquire());
            Assert.Null(file.TryAcquire(LockMode.Shared));
        }
        Assert.Equal("held", other.Ask($"try|{LockPath}|Exclusive"));
        Assert.Null(file.TryAcquire());
    }

    [Fact]
    public void A_shared_holder_admits_a_second_shared_one_and_refuses_an_exclusive_one()
    {
        using OtherProcess other = OtherProcess.Start();
        var file = new FileLock(LockPath);
        using (file.Acquire(LockMode.Shared))
        {
            Assert.Equal("refused", other.Ask($"try|{LockPath}|Exclusive"));
            Assert.Equal("held", other.Ask($"try|{LockPath}|Shared"));
        }
        Assert.Null(file.TryAcquire());
        using FileLockHandle? shared = file.TryAcquire(LockMode.Shared);
        Assert.NotNull(shared);
    }

    [Fact]
    public void A_waiter_gets_the_lock_when_the_holder_releases()
    {
        using OtherProcess other = OtherProcess.Start();
        Assert.Equal("held", other.Ask($"acquire|{LockPath}|Exclusive"));
        other.Tell($"release|{LockPath}");
        using FileLockHandle held = new FileLock(LockPath).Acquire();
        Assert.Equal("released", other.Answer());
    }

    [Fact]
    public void A_killed_holder_leaves_the_lock_free()
    {
        using OtherProcess other = OtherProcess.Start();
        Assert.Equal("held", other.Ask($"acquire|{LockPath}|Exclusive"));
        other.Kill();
        using FileLockHandle held = new FileLock(LockPath).Acquire();
    }
}
