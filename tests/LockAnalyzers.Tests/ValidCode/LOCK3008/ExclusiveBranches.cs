// Each of the two unlocks is on a path of its own.
using System;
using System.IO;

namespace ValidCode.LOCK3008;

public static class C
{
    public static bool Do(FileStream s, Func<bool> f)
    {
        s.Lock(0, long.MaxValue);
        bool r;
        try
        {
            r = f();
        }
        catch
        {
            s.Unlock(0, long.MaxValue);
            throw;
        }
        if (!r)
        {
            s.Unlock(0, long.MaxValue);
            return false;
        }
        s.Unlock(0, long.MaxValue);
        return true;
    }
}
