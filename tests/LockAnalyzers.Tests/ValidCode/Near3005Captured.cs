// The closure that is handed out disposes the handle.
using System;
using FileLocking;

namespace Silent3005.Captured;

public static class G
{
    public static Action Enter(FileLock l)
    {
        var held = l.Acquire();
        return () => held.Dispose();
    }
}
