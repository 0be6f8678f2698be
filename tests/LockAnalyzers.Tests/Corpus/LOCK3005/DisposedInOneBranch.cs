// Only the branch for success disposes the handle.
using System;
using FileLocking;

namespace Flags.Features;

public static class FeatureFlags
{
    public static void Toggle(FileLock guard, Func<bool> toggle, Action<string> log)
    {
        var held = {|LOCK3005:guard.Acquire(FileLockMode.Exclusive, TimeSpan.FromSeconds(5))|};
        bool ok = toggle();
        if (ok)
        {
            log("toggled");
            held.Dispose();
        }
        else
        {
            log("not toggled");
        }
    }
}
