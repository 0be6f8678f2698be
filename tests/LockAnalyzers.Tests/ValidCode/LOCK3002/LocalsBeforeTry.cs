// Only constants and local assignments stand between the acquire and the try.
using System;
using System.IO;

namespace ValidCode.LOCK3002;

public static class Blocks
{
    private const int Size = 512;

    public static int Count(FileStream file, Func<byte[], bool> used)
    {
        var buffer = new byte[Size];
        file.Lock(0, long.MaxValue);
        int count = 0;
        int read = 0;
        const int step = Size / 2;
        bool more = true;
        try
        {
            while (more)
            {
                read = file.Read(buffer, 0, step);
                more = read > 0;
                if (more && used(buffer)) count++;
            }
        }
        finally
        {
            file.Unlock(0, long.MaxValue);
        }
        return count;
    }
}
