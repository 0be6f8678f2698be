// The handle bound by a pattern is put under using in the branch that has it.
using System;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class H
{
    public static bool Do(FileLock l, Action f)
    {
        if (l.TryAcquire(timeout: TimeSpan.FromSeconds(1)) is { } held)
        {
            using (held)
            {
                f();
            }
            return true;
        }
        return false;
    }
}
