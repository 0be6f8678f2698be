// The flag keeps the finally from unlocking what the try already unlocked.
using System;
using System.IO;

namespace ValidCode.LOCK3008;

public static class G
{
    public static void Do(FileStream s, Action under, Action after)
    {
        s.Lock(0, long.MaxValue);
        bool held = true;
        try
        {
            under();
            s.Unlock(0, long.MaxValue);
            held = false;
            after();
        }
        finally
        {
            if (held)
                s.Unlock(0, long.MaxValue);
        }
    }
}
