// The position has moved by what was written.
using System;
using System.IO;

namespace Positions;

public static class Positions
{
    public static void Put(FileStream file, byte[] block)
    {
        file.Lock(file.Position, block.Length);
        try
        {
            file.Write(block, 0, block.Length);
            file.Flush();
        }
        finally
        {
            file.Unlock({|LOCK2001:file.Position, block.Length|});
        }
    }
}
