// The closure that is handed out disposes the handle.
using System;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class G
{
    public static Action Enter(FileLock l)
    {
        var held = l.Acquire();
        return () => held.Dispose();
    }
}
