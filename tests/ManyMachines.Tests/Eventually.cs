using System.Diagnostics;

namespace ManyMachines.Tests;

/// <summary>Waits for conditions, never for time; the bound is only there to end a failing test.</summary>
public static class Eventually
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static void True(Func<bool> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Bound, $"It did not come to pass within {Bound.TotalSeconds} s that {what}.");
            Thread.Sleep(5);
        }
    }

    public static T Result<T>(Task<T> task)
    {
        Assert.True(Task.WaitAny([task], Bound) == 0, "The task did not end.");
        return task.GetAwaiter().GetResult();
    }
}
