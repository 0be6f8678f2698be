// using statement, using declaration and await using dispose on every path.
using System;
using System.Threading.Tasks;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class A
{
    public static bool One(FileLock l, Func<bool> f)
    {
        using (l.Acquire())
            return f();
    }

    public static void Two(FileLock l, Action f)
    {
        using var held = l.TryAcquire();
        if (held == null) return;
        f();
    }

    public static async Task Three(FileLock l, Func<Task> f)
    {
        await using (await l.AcquireAsync())
        {
            await f();
        }
    }
}
