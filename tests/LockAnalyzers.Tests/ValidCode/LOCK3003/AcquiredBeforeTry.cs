// The acquire stands before the try.
using System;
using System.IO;

namespace ValidCode.LOCK3003;

public static class A
{
    public static void Do(FileStream s, Action body)
    {
        s.Lock(0, long.MaxValue);
        try { body(); }
        finally { s.Unlock(0, long.MaxValue); }
    }
}
