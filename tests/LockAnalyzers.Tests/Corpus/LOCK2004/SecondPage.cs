// The first page is locked, the second one is written.
using System;
using System.IO;

namespace Pages;

public static class Pages
{
    private const int PageSize = 4096;

    public static void WriteSecond(FileStream file, byte[] page)
    {
        file.Lock({|LOCK2004:0, PageSize|});
        try
        {
            RandomAccess.Write(file.SafeFileHandle, page, PageSize);
        }
        finally
        {
            file.Unlock(0, PageSize);
        }
    }
}
