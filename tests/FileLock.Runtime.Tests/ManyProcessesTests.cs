using System.Diagnostics;

namespace FileLocking.Tests;

/// <summary>Many processes at once, some of which die or stand still.</summary>
public sealed class ManyProcessesTests : IDisposable
{
    // A process under Wine takes its time to start.
    private static readonly int Processes = OperatingSystem.IsWindows() ? 4 : 8;
    private static readonly int Holds = OperatingSystem.IsWindows() ? 300 : 2000;

    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    private string DataPath => _folder.File("data.bin");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<FileLockMechanism, bool> MechanismsAndDeletion
    {
        get
        {
            var data = new TheoryData<FileLockMechanism, bool>();
            foreach (var mechanism in Variants.Mechanisms)
            {
                data.Add(mechanism, false);
                data.Add(mechanism, true);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(MechanismsAndDeletion))]
    public void No_two_processes_are_ever_inside_and_no_update_is_lost(FileLockMechanism mechanism, bool delete)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        Stress.Prepare(DataPath);
        OtherProcess[] crowd = [.. Enumerable.Range(0, Processes).Select(_ => OtherProcess.Start())];
        try
        {
            for (var i = 0; i < crowd.Length; i++)
            {
                crowd[i].Tell("stress", LockPath, DataPath, mechanism, delete, delete ? Holds / 4 : Holds, unchecked(seed + i));
            }

            Stress.Verify(DataPath, crowd.Select(process => process.Answer()));
        }
        finally
        {
            foreach (var process in crowd)
            {
                process.Dispose();
            }
        }
    }

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void Killed_holders_and_waiters_take_nothing_with_them(FileLockMechanism mechanism)
    {
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        for (var round = 0; round < 3; round++)
        {
            using OtherProcess holder = OtherProcess.Start(),
                waiter = OtherProcess.Start(),
                survivor = OtherProcess.Start();
            Assert.Equal("held", holder.Ask("acquire", LockPath, FileLockMode.Exclusive, mechanism));
            waiter.Tell(round == 0 ? "acquire async" : "acquire", LockPath, FileLockMode.Exclusive, mechanism);
            survivor.Tell(round == 1 ? "acquire async" : "acquire", LockPath, FileLockMode.Exclusive, mechanism);
            waiter.Kill();
            holder.Kill();
            Assert.Equal("held", survivor.Answer());
            Assert.Null(file.TryAcquire());
            survivor.Kill();
            file.Acquire(timeout: Eventually.Bound).Dispose();
        }
    }

    [UnixTheory("SIGSTOP is a signal of Unix."), MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_stopped_holder_keeps_its_lock_and_a_stopped_waiter_holds_up_nobody(FileLockMechanism mechanism)
    {
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        using OtherProcess holder = OtherProcess.Start(),
            waiter = OtherProcess.Start();
        Assert.Equal("held", holder.Ask("acquire", LockPath, FileLockMode.Exclusive, mechanism));
        holder.Stop();
        Assert.Null(file.TryAcquire(timeout: TimeSpan.FromMilliseconds(20)));
        holder.Continue();

        waiter.Tell("acquire", LockPath, FileLockMode.Exclusive, mechanism);
        Eventually.True(() => IsWaiting(waiter.Id), "the waiter waits");
        waiter.Stop();
        Assert.Equal("released", holder.Ask("release", LockPath));
        var held = file.Acquire(timeout: Eventually.Bound);
        waiter.Continue();
        held.Dispose();
        Assert.Equal("held", waiter.Answer());
    }

    [LinuxTheory("Only Linux tells who holds a lock."), MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void A_timeout_names_the_holders(FileLockMechanism mechanism)
    {
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        using var other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("acquire", LockPath, FileLockMode.Shared, mechanism));
        Assert.Matches($"held by process {other.Id} \\([^)]+\\)\\.$", Message());
        using var mine = file.AcquireAsync(FileLockMode.Shared).AsTask().Result;
        // Who holds it is asked once a second at most.
        Eventually.True(() => Message().Contains("this process", StringComparison.Ordinal), "the message names this process as well");
        Assert.Contains($"process {other.Id} (", Message());
        Assert.Equal(
            [other.Id, Environment.ProcessId],
            file.GetHolders().Select(holder => holder.ProcessId).OrderBy(id => id == Environment.ProcessId)
        );

        string Message() => Assert.Throws<TimeoutException>(() => file.Acquire(timeout: TimeSpan.FromMilliseconds(1))).Message;
    }

    [Fact]
    public void A_process_that_waits_by_an_agent_ends_without_delay()
    {
        using var held = new FileLock(LockPath).Acquire();
        using var other = OtherProcess.Start();
        Assert.Equal("refused", other.Ask("give up", LockPath));
        // The agent is still blocked in the system; closing its input lets the process end.
        Assert.True(other.End(Eventually.Bound), "The process did not end.");
    }

    private static bool IsWaiting(int pid) =>
        File.ReadLines("/proc/locks").Any(line => line.Contains("->") && line.Contains($" {pid} "))
        || Process.GetProcessById(pid).Threads.Cast<ProcessThread>().Any(thread => SystemCallOf(pid, thread.Id) is "72" or "73");

    // flock is 73 and fcntl 72 on x64; OFD locks do not name their process in /proc/locks.
    private static string SystemCallOf(int pid, int thread)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/task/{thread}/syscall").Split(' ')[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
