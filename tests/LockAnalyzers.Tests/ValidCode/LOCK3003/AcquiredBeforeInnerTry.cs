// The try whose finally unlocks begins after the acquire; the outer try only catches.
using System;
using System.IO;

namespace ValidCode.LOCK3003;

public static class F
{
    public static bool Do(FileStream s, Action body)
    {
        try
        {
            s.Lock(0, long.MaxValue);
            try
            {
                body();
            }
            finally
            {
                s.Unlock(0, long.MaxValue);
            }
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
