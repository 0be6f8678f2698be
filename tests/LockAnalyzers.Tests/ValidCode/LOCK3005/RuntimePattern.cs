// Right: the handle bound by the pattern is disposed in the finally, the refused branch has none.
using System;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class Janitor
{
    public static int Sweep(FileLock gate, Func<int> sweep)
    {
        if (gate.TryAcquire(timeout: TimeSpan.FromSeconds(2)) is not { } held)
            return -1;
        try
        {
            return sweep();
        }
        finally
        {
            held.Dispose();
        }
    }
}
