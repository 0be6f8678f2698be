// Disposed in a finally, with null test.
using System;
using FileLocking;

namespace Silent3005.Finally;

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
