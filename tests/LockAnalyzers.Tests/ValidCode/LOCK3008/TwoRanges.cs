// Two different ranges, each unlocked once.
using System;
using System.IO;

namespace ValidCode.LOCK3008;

public static class F
{
    public static void Do(FileStream s, long first, long second, long size, Action body)
    {
        s.Lock(first, size);
        try
        {
            s.Lock(second, size);
            try
            {
                body();
            }
            finally
            {
                s.Unlock(second, size);
            }
        }
        finally
        {
            s.Unlock(first, size);
        }
    }
}
