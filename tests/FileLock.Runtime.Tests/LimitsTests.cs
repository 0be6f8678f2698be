using FileLocking.Waiting;

namespace FileLocking.Tests;

/// <summary>What waiting costs, and what happens where the system gives no more of it.</summary>
public sealed class LimitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [
        LinuxTheory("Descriptors are counted by the system's own list."),
        MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))
    ]
    public void Waiters_cost_no_descriptor_and_no_thread_each(FileLockMechanism mechanism)
    {
        const int Count = 1000;
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        var held = file.AcquireAsync().AsTask().Result;
        var waits = Enumerable.Range(0, Count).Select(_ => file.AcquireAsync().AsTask()).ToArray();
        Eventually.Waiting(Count);
        // The holder's and that of the worker that asks for the head.
        Assert.Equal(2, Leftovers.Descriptors(LockPath));
        Assert.Equal(1, Leftovers.Workers());
        held.Dispose();
        foreach (var wait in waits)
        {
            Eventually.Result(wait).Dispose();
        }
        Leftovers.None(LockPath);
    }

    [Fact]
    public void A_waiter_takes_no_more_than_400_bytes()
    {
        var file = new FileLock(LockPath);
        using var held = file.AcquireAsync().AsTask().Result;
        var waits = new List<ValueTask<FileLockHandle>>(1200);
        using var source = new CancellationTokenSource();
        for (var i = 0; i < 100; i++)
        {
            waits.Add(file.AcquireAsync(source.Token));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            waits.Add(file.AcquireAsync(source.Token));
        }
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
        TestContext.Current.TestOutputHelper!.WriteLine($"{each} bytes");
        source.Cancel();
        foreach (var wait in waits)
        {
            Assert.ThrowsAny<OperationCanceledException>(() => wait.AsTask().GetAwaiter().GetResult());
        }
        Assert.InRange(each, 1, 400);
    }

    [Fact]
    public void A_file_that_nobody_waits_for_is_locked_in_as_few_calls_as_if_nobody_waited_anywhere()
    {
        var platform = FaultyPlatform.Over();
        var host = (FaultyHost)platform.Host;
        var contended = new FileLock(LockPath);
        using var held = contended.AcquireAsync().AsTask().Result;
        using var source = new CancellationTokenSource();
        var waiting = contended.StartWaiting(Calls.Asynchronous, token: source.Token);
        // Names are told apart by their hash.
        var other = Enumerable
            .Range(0, 100)
            .Select(i => new FileLock(_folder.File($"other{i}"), null, platform))
            .First(one => one.Slot != contended.Slot);
        other.Acquire().Dispose();
        var before = (host.Opens.Count, host.Identifications);
        other.Acquire().Dispose();
        other.AcquireAsync().AsTask().Result.Dispose();
        Assert.Equal((before.Count + 2, before.Identifications), (host.Opens.Count, host.Identifications));
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(waiting));
    }

    [Fact]
    public void A_contended_acquire_opens_the_file_and_blocks_and_makes_no_other_call()
    {
        var platform = FaultyPlatform.Over();
        var host = (FaultyHost)platform.Host;
        var backend = (FaultyBackend)platform.Default;
        var file = new FileLock(LockPath, null, platform);
        // The first wait finds out where the file lies.
        var held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        var waiting = file.StartWaiting(Calls.Synchronous);
        held.Dispose();
        Eventually.Result(waiting).Dispose();

        held = new FileLock(LockPath).AcquireAsync().AsTask().Result;
        var before = (host.Opens.Count, host.Identifications, backend.Tries);
        waiting = file.StartWaiting(Calls.Synchronous);
        held.Dispose();
        Eventually.Result(waiting).Dispose();
        Assert.Equal((before.Count + 1, before.Identifications, before.Tries), (host.Opens.Count, host.Identifications, backend.Tries));
        Leftovers.None(LockPath);
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void Beyond_as_many_workers_as_there_may_be_waiters_are_served_all_the_same(FileLockMechanism mechanism)
    {
        const int Files = 12;
        var limit = LockWorker.Limit;
        try
        {
            LockWorker.Limit = 2;
            var locks = Enumerable
                .Range(0, Files)
                .Select(i => new FileLock(_folder.File($"{i}"), new FileLockOptions { Mechanism = mechanism }))
                .ToArray();
            using var other = OtherProcess.Start();
            foreach (var one in locks)
            {
                Assert.Equal("held", other.Ask("acquire", one.Path, FileLockMode.Exclusive, mechanism));
            }
            var waits = locks
                .Select(one => one.AcquireAsync().AsTask())
                .Concat(locks.Select(one => one.AcquireAsync(FileLockMode.Shared, Eventually.Bound).AsTask()))
                .ToArray();
            Eventually.Waiting(2 * Files);
            if (OperatingSystem.IsLinux())
            {
                Assert.InRange(Leftovers.Workers(), 0, 2);
            }
            foreach (var one in locks)
            {
                Assert.Equal("released", other.Ask("release", one.Path));
            }
            foreach (var wait in waits)
            {
                Eventually.Result(wait).Dispose();
            }
            foreach (var one in locks)
            {
                Leftovers.None(one.Path);
            }
        }
        finally
        {
            LockWorker.Limit = limit;
        }
    }

    [LinuxTheory("The shell's ulimit sets the stage."), MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void More_waiters_than_there_may_be_descriptors_are_all_served(FileLockMechanism mechanism)
    {
        using var other = OtherProcess.Start("/bin/sh", "-c", $"ulimit -n 256; exec '{OtherProcess.Program}' {OtherProcess.Switch}");
        var held = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism }).Acquire();
        Assert.Equal("300 wait", other.Ask("wait in a crowd", 300, mechanism, LockPath));
        held.Dispose();
        Assert.Equal("served", other.Answer());
    }

    [
        LinuxTheory("A limit of Linux, on a user who is not root."),
        MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))
    ]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void More_contended_files_than_there_may_be_threads_are_all_served(FileLockMechanism mechanism)
    {
        const int Files = 60;
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1FF);
        using (var trial = OtherProcess.StartUnprivileged())
        {
            Assert.SkipUnless(trial.Succeeds(Eventually.Bound), "No other user can run the tests' program where it lies.");
        }
        var options = new FileLockOptions { Mechanism = mechanism };
        var held = new List<FileLockHandle>();
        for (var i = 0; i < Files; i++)
        {
            held.Add(new FileLock(_folder.File($"{i}"), options).Acquire());
            File.SetUnixFileMode(_folder.File($"{i}"), (UnixFileMode)0x1B6);
        }
        using var other = OtherProcess.StartUnprivileged("prlimit --pid $$ --nproc=30");
        Assert.Equal(
            $"{Files} wait",
            other.Ask("wait in a crowd", Files, mechanism, string.Join('|', Enumerable.Range(0, Files).Select(i => _folder.File($"{i}"))))
        );
        held.ForEach(one => one.Dispose());
        Assert.Equal("served", other.Answer());
    }

    [LinuxFact("A limit of Linux, on a user who is not root.")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_hand_over_where_the_thread_pool_can_start_no_thread_is_a_release_all_the_same()
    {
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1FF);
        using (var trial = OtherProcess.StartUnprivileged())
        {
            Assert.SkipUnless(trial.Succeeds(Eventually.Bound), "No other user can run the tests' program where it lies.");
        }
        using var other = OtherProcess.StartUnprivileged();
        Assert.Equal("released", other.Ask("hand over without threads", LockPath));
    }

    [Fact]
    public void A_thread_pool_that_is_all_taken_by_waits_on_a_network_file_system_does_not_keep_them_waiting()
    {
        using var other = OtherProcess.Start();
        var held = new FileLock(LockPath).Acquire();
        Assert.Equal("wait", other.Ask("take the pool", LockPath));
        held.Dispose();
        Assert.Equal("served", other.Answer());
    }

    [LinuxFact("fs.protected_regular is a setting of Linux.")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_file_of_another_user_in_a_folder_like_tmp_can_be_locked()
    {
        const UnixFileMode SharedAndSticky = (UnixFileMode)0x3FF;
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can make another user's file.");
        Assert.SkipUnless(
            File.ReadAllText("/proc/sys/fs/protected_regular").Trim() != "0",
            "fs.protected_regular is off: the system has nothing against it."
        );
        File.WriteAllText(LockPath, "");
        File.SetUnixFileMode(LockPath, (UnixFileMode)0x1B6);
        using (var chown = System.Diagnostics.Process.Start("chown", ["12345", LockPath]))
        {
            chown.WaitForExit();
            Assert.Equal(0, chown.ExitCode);
        }
        File.SetUnixFileMode(_folder.Path, SharedAndSticky);
        Assert.ThrowsAny<Exception>(() => new FileStream(LockPath, FileMode.OpenOrCreate).Dispose());
        new FileLock(LockPath).Acquire().Dispose();
    }
}
