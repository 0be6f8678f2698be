// The handle is returned, directly or after a check.
using System;
using System.Threading.Tasks;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class C
{
    public static FileLockHandle Direct(FileLock l) => l.Acquire();

    public static FileLockHandle? Optional(FileLock l)
    {
        var held = l.TryAcquire();
        if (held is null)
            Console.Error.WriteLine("busy");
        return held;
    }

    public static async Task<IAsyncDisposable> Later(FileLock l) => await l.AcquireAsync();
}
