namespace FileLocking.Tests;

/// <summary>A real file system in user space, and one whose server has stopped answering.</summary>
public sealed class FuseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxTheory("The file system is Linux's."), MemberData(nameof(Variants.EveryCall), MemberType = typeof(Variants))]
    public void A_wait_on_a_file_system_in_user_space_is_served_when_the_other_process_releases(FileLockMechanism mechanism, Calls calls)
    {
        using var mount = FuseMount.Create(_folder);
        var path = Path.Combine(mount.Path, "data.lock");
        using var other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", path, FileLockMode.Exclusive, mechanism));
        var file = new FileLock(path, new FileLockOptions { Mechanism = mechanism });
        var waiting = file.StartWaiting(calls);
        var behind = file.StartWaiting(calls, timeout: Eventually.Bound);
        Assert.Equal("released", other.Ask("release", path));
        Eventually.Result(waiting).Dispose();
        Eventually.Result(behind).Dispose();
        Leftovers.None(path);
    }

    [LinuxTheory("The file system is Linux's."), MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_file_system_that_hangs_holds_up_no_lock_but_its_own(FileLockMechanism mechanism)
    {
        using var mount = FuseMount.Create(_folder);
        using var other = OtherProcess.Start();
        var options = new FileLockOptions { Mechanism = mechanism };
        var remote = new FileLock(Path.Combine(mount.Path, "remote.lock"), options);
        var timed = new FileLock(Path.Combine(mount.Path, "timed.lock"), options);
        var contended = new FileLock(_folder.File("contended.lock"), options);
        foreach (var one in new[] { remote, timed, contended })
        {
            Assert.Equal("held", other.Ask("acquire", one.Path, FileLockMode.Exclusive, mechanism));
        }
        var held = new FileLock(_folder.File("held.lock"), options).Acquire();
        using var source = new CancellationTokenSource();
        var canceled = remote.StartWaiting(Calls.Asynchronous, token: source.Token);
        var behind = remote.StartWaiting(Calls.Asynchronous, timeout: TimeSpan.FromMilliseconds(300));
        var timedOut = timed.StartWaiting(Calls.Synchronous, timeout: TimeSpan.FromMilliseconds(300));
        var timedOutAsync = timed.StartWaiting(Calls.Asynchronous, timeout: TimeSpan.FromMilliseconds(300));

        mount.Stop();
        try
        {
            // The next attempts to poll hang now; each of these would as well if it had to wait for them.
            Ends(source.Cancel, "Cancel()");
            Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(canceled));
            Ends(() => Assert.Null(contended.TryAcquire(timeout: TimeSpan.FromMilliseconds(100))), "a timed wait for a local file");
            Ends(
                () => Assert.Null(contended.TryAcquireAsync(timeout: TimeSpan.FromMilliseconds(100)).AsTask().Result),
                "an asynchronous one"
            );
            Ends(() => new FileLock(_folder.File("free.lock"), options).Acquire().Dispose(), "a free local lock");
            Ends(held.Dispose, "the release of a local lock");
            foreach (var wait in new[] { behind, timedOut, timedOutAsync })
            {
                Assert.Throws<TimeoutException>(() => Eventually.Result(wait));
            }
        }
        finally
        {
            mount.Continue();
        }

        foreach (var one in new[] { remote, timed, contended })
        {
            Assert.Equal("released", other.Ask("release", one.Path));
        }
        remote.Acquire(timeout: Eventually.Bound).Dispose();
        timed.Acquire(timeout: Eventually.Bound).Dispose();
        Leftovers.None(remote.Path);
        Leftovers.None(timed.Path);
    }

    private static void Ends(Action action, string what)
    {
        var ending = Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(Task.WaitAny([ending], Eventually.Bound) == 0, $"It hangs: {what}.");
        ending.GetAwaiter().GetResult();
    }
}
