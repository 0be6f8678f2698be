// Disposed in a finally, with null test.
using System;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class D
{
    public static void Do(FileLock first, FileLock second, Action f)
    {
        FileLockHandle? a = null, b = null;
        try
        {
            a = first.Acquire();
            b = second.Acquire();
            f();
        }
        finally
        {
            b?.Dispose();
            a?.Dispose();
        }
    }
}
