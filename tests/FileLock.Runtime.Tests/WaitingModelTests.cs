using FileLocking.Native;
using FsCheck;
using FsCheck.Fluent;

namespace FileLocking.Tests;

/// <summary>Random sequences of calls that wait, leave and release, held against what a queue is: first in, first out.</summary>
public sealed class WaitingModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public enum Action
    {
        Ask,
        AskShared,
        Leave,
        Release,
        ReleaseShown,
        TryInVain,
    }

    /// <summary>Something to do, and which of the holders or waiters does it.</summary>
    public readonly record struct Step(Action Action, int Which);

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void Whatever_waiters_do_the_lock_goes_to_the_one_who_came_first(FileLockMechanism mechanism) =>
        Check(Platform.Current, mechanism, runs: 100, steps: 40);

    [Fact]
    public void So_it_does_where_a_timer_asks() =>
        Check(FaultyPlatform.Over(host => host.Network = true), FileLockMechanism.SystemDefault, runs: 10, steps: 15);

    private void Check(Platform platform, FileLockMechanism mechanism, int runs, int steps)
    {
        var step = from action in Gen.Elements(Enum.GetValues<Action>()) from which in Gen.Choose(0, 99) select new Step(action, which);

        var seed = unchecked((ulong)Random.Shared.NextInt64());
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs).WithEndSize(steps).WithReplay(seed, 1);
        FsCheck.Check.One(
            config,
            Prop.ForAll(Arb.From(Gen.ListOf(step)), (Action<List<Step>>)(played => Play(platform, mechanism, played)))
        );
    }

    private void Play(Platform platform, FileLockMechanism mechanism, List<Step> steps)
    {
        var file = new FileLock(_folder.File(), new FileLockOptions { Mechanism = mechanism }, platform);
        var holders = new List<Call>();
        var queue = new List<Call>();
        foreach ((var action, var which) in steps)
        {
            switch (action)
            {
                case Action.Ask or Action.AskShared:
                    queue.Add(new(file, action == Action.Ask ? FileLockMode.Exclusive : FileLockMode.Shared));
                    break;
                case Action.Leave when queue.Count > 0:
                    var leaving = queue[which % queue.Count];
                    queue.Remove(leaving);
                    leaving.Leave();
                    break;
                case Action.Release or Action.ReleaseShown when holders.Count > 0:
                    var releasing = holders[which % holders.Count];
                    holders.Remove(releasing);
                    // A handle that was shown is not handed over: the lock goes by way of the system.
                    if (action == Action.ReleaseShown)
                    {
                        _ = releasing.Handle.SafeFileHandle;
                    }

                    releasing.Handle.Dispose();
                    break;
                case Action.TryInVain when holders.Count > 0:
                    Assert.Null(file.TryAcquire());
                    break;
            }

            while (
                queue.Count > 0 && holders.TrueForAll(holder => holder.Mode == FileLockMode.Shared && queue[0].Mode == FileLockMode.Shared)
            )
            {
                Assert.True(Eventually.Result(queue[0].Wait).IsHeld);
                holders.Add(queue[0]);
                queue.RemoveAt(0);
            }
            Assert.DoesNotContain(queue, waiter => waiter.Wait.IsCompleted);
            Eventually.Waiting(queue.Count);
        }

        // From the end: whoever leaves from the front may let the next one in.
        foreach (var waiter in Enumerable.Reverse(queue))
        {
            waiter.Leave();
        }

        foreach (var holder in holders)
        {
            holder.Handle.Dispose();
        }

        using var free = file.TryAcquire(timeout: Eventually.Bound);
        Assert.NotNull(free);
    }

    /// <summary>One call that waits, holds or has left.</summary>
    private sealed class Call
    {
        private readonly CancellationTokenSource _leaving = new();

        public Call(FileLock file, FileLockMode mode)
        {
            Mode = mode;
            Wait = file.AcquireAsync(mode, cancellationToken: _leaving.Token).AsTask();
        }

        public FileLockMode Mode { get; }

        public Task<FileLockHandle> Wait { get; }

        public FileLockHandle Handle => Wait.Result;

        public void Leave()
        {
            _leaving.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => Eventually.Result(Wait));
        }
    }
}
