// The runtime's handle is null unless the acquire succeeded, and the finally disposes it null-aware.
using System;
using System.IO;
using FileLocking;

namespace ValidCode.LOCK3003;

public static class G
{
    public static bool Do(FileLock l, Action body)
    {
        FileLockHandle? held = null;
        try
        {
            held = l.TryAcquire();
            if (held is null)
                return false;
            body();
            return true;
        }
        finally
        {
            held?.Dispose();
        }
    }
}
