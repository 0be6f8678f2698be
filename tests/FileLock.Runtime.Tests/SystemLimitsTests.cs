using System.Runtime.InteropServices;

namespace FileLocking.Tests;

/// <summary>Signals that interrupt system calls, and threads that cannot be started.</summary>
public sealed partial class SystemLimitsTests : IDisposable
{
    private const int UserSignal = 12;

    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [
        LinuxTheory("The blocked thread is found by the system's own list."),
        MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))
    ]
    public void A_signal_does_not_end_a_wait(FileLockMechanism mechanism)
    {
        // A handler that does nothing, and whose signal no system call survives: EINTR is what the lock call returns.
        Assert.NotEqual(-1, signal(UserSignal, NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "abs")));
        Assert.Equal(0, siginterrupt(UserSignal, 1));
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        var held = file.AcquireAsync().AsTask().Result;
        var waiting = file.StartWaiting(Calls.Asynchronous);
        for (var i = 0; i < 10; i++)
        {
            var agent = "";
            Eventually.True(
                () => (agent = Leftovers.WorkerThreads().SingleOrDefault(IsBlocked, "")) != "",
                "the agent is blocked in the system"
            );
            var switches = SwitchesOf(agent);
            Assert.Equal(0, tgkill(Environment.ProcessId, int.Parse(Path.GetFileName(agent)), UserSignal));
            Eventually.True(() => SwitchesOf(agent) > switches, "the signal has arrived");
        }
        Assert.False(waiting.IsCompleted);
        _ = held.SafeFileHandle; // shown, so that it is the system that grants
        held.Dispose();
        Eventually.Result(waiting).Dispose();
        Leftovers.None(LockPath);
    }

    [
        LinuxTheory("A limit of Linux, on a user who is not root."),
        MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))
    ]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_process_that_may_start_no_thread_waits_all_the_same(FileLockMechanism mechanism)
    {
        OpenToAll();
        using (var trial = OtherProcess.StartUnprivileged())
        {
            Assert.SkipUnless(trial.Succeeds(Eventually.Bound), "No other user can run the tests' program where it lies.");
        }
        using var other = OtherProcess.StartUnprivileged();
        using var held = new FileLock(
            LockPath,
            new FileLockOptions { Mechanism = mechanism, UnixCreateMode = (UnixFileMode)0x1B6 }
        ).Acquire();
        OpenToAll();
        other.Tell("acquire without threads", LockPath, FileLockMode.Exclusive, mechanism);
        Assert.Equal("polls", other.Answer());
        held.Dispose();
        Assert.Equal("held", other.Answer());
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private void OpenToAll()
    {
        const UnixFileMode All = (UnixFileMode)0x1FF;
        File.SetUnixFileMode(_folder.Path, All);
        if (File.Exists(LockPath))
        {
            File.SetUnixFileMode(LockPath, All);
        }
    }

    private static bool IsBlocked(string thread) => File.ReadAllText(Path.Combine(thread, "syscall")).Split(' ')[0] is "72" or "73";

    private static long SwitchesOf(string thread) =>
        File.ReadLines(Path.Combine(thread, "status"))
            .Where(line => line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split('\t')[1]))
            .Single();

    [LibraryImport("libc")]
    private static partial nint signal(int signal, nint handler);

    [LibraryImport("libc")]
    private static partial int siginterrupt(int signal, int interrupts);

    [LibraryImport("libc")]
    private static partial int tgkill(int process, int thread, int signal);
}
