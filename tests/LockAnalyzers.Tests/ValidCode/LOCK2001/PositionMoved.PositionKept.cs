// The position is kept in a local before the write moves it.
using System;
using System.IO;

namespace ValidCode.LOCK2001;

public static class Positions
{
    public static void Put(FileStream file, byte[] block)
    {
        long at = file.Position;
        file.Lock(at, block.Length);
        try
        {
            file.Write(block, 0, block.Length);
            file.Flush();
        }
        finally
        {
            file.Unlock(at, block.Length);
        }
    }
}
