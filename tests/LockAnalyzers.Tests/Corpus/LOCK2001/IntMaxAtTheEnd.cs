// long.MaxValue at the lock, int.MaxValue at the unlock.
using System;
using System.IO;

namespace Limits;

internal static class Limits
{
    internal static void Fill(FileStream file, byte value)
    {
        file.Lock(0, long.MaxValue);
        try
        {
            file.Position = 0;
            file.WriteByte(value);
            file.Flush();
        }
        finally
        {
            file.Unlock({|LOCK2001:0, int.MaxValue|});
        }
    }
}
