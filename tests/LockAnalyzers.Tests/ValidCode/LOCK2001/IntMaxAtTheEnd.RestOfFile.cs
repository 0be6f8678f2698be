// Everything behind the header, by the same subtraction at both calls.
using System;
using System.IO;

namespace ValidCode.LOCK2001;

internal static class Limits
{
    private const long HeaderSize = 64;

    internal static void Fill(FileStream file, byte value)
    {
        file.Lock(HeaderSize, long.MaxValue - HeaderSize);
        try
        {
            file.Position = HeaderSize;
            file.WriteByte(value);
            file.Flush();
        }
        finally
        {
            file.Unlock(HeaderSize, long.MaxValue - HeaderSize);
        }
    }
}
