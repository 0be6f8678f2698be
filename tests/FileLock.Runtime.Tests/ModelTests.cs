using FsCheck;
using FsCheck.Fluent;

namespace FileLocking.Tests;

/// <summary>Random sequences of calls on a few handles, held against what a lock is: a set of holders.</summary>
public sealed class ModelTests : IDisposable
{
    private const int Handles = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public enum Action
    {
        Acquire,
        AcquireShared,
        AcquireAsync,
        Upgrade,
        Downgrade,
        Release,
    }

    public readonly record struct Step(int Handle, Action Action);

    [Theory, MemberData(nameof(Variants.EveryMechanism), MemberType = typeof(Variants))]
    public void Any_sequence_of_calls_leaves_each_handle_as_the_model_says(FileLockMechanism mechanism)
    {
        var step =
            from handle in Gen.Choose(0, Handles - 1)
            from action in Gen.Elements(Enum.GetValues<Action>())
            select new Step(handle, action);

        var seed = unchecked((ulong)Random.Shared.NextInt64());
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var config = Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(40).WithReplay(seed, 1);
        Check.One(config, Prop.ForAll(Arb.From(Gen.ListOf(step)), (Action<List<Step>>)(steps => Play(mechanism, steps))));
        Leftovers.None(_folder.File());
    }

    private void Play(FileLockMechanism mechanism, IEnumerable<Step> steps)
    {
        var file = new FileLock(_folder.File(), new FileLockOptions { Mechanism = mechanism });
        var held = new FileLockHandle?[Handles];
        var model = new FileLockMode?[Handles];
        try
        {
            foreach ((var i, var action) in steps)
            {
                var alone = !model.Where((_, j) => j != i).Any(mode => mode is not null);
                var noWriter = !model.Where((_, j) => j != i).Contains(FileLockMode.Exclusive);
                switch (action)
                {
                    case Action.Acquire or Action.AcquireAsync or Action.AcquireShared when held[i] is null:
                        var mode = action == Action.AcquireShared ? FileLockMode.Shared : FileLockMode.Exclusive;
                        held[i] = file.TryAcquire(action == Action.AcquireAsync ? Calls.Asynchronous : Calls.Synchronous, mode);
                        model[i] = (mode == FileLockMode.Shared ? noWriter : alone) ? mode : null;
                        break;
                    case Action.Upgrade when held[i] is not null:
                        var expected = model[i] == FileLockMode.Exclusive || alone;
                        Assert.Equal(expected, held[i]!.TryUpgrade());
                        if (expected)
                        {
                            model[i] = FileLockMode.Exclusive;
                        }

                        break;
                    case Action.Downgrade when held[i] is not null:
                        held[i]!.Downgrade();
                        model[i] = FileLockMode.Shared;
                        break;
                    case Action.Release when held[i] is not null:
                        held[i]!.Dispose();
                        held[i] = null;
                        model[i] = null;
                        break;
                }
                Assert.Equal(model, held.Select(handle => handle is { IsHeld: true } ? handle.Mode : (FileLockMode?)null));
                AssertSeenFromOutside(file, model);
            }
        }
        finally
        {
            foreach (var handle in held)
            {
                handle?.Dispose();
            }
        }
    }

    private static void AssertSeenFromOutside(FileLock file, FileLockMode?[] model)
    {
        using var exclusive = file.TryAcquire();
        Assert.Equal(model.All(mode => mode is null), exclusive is not null);
        exclusive?.Dispose();
        using var shared = file.TryAcquire(FileLockMode.Shared);
        Assert.Equal(!model.Contains(FileLockMode.Exclusive), shared is not null);
    }
}
