// The second page is locked, and the second page is written.
using System;
using System.IO;

namespace ValidCode.LOCK2004;

public static class Pages
{
    private const int PageSize = 4096;

    public static void WriteSecond(FileStream file, ReadOnlySpan<byte> content)
    {
        var page = new byte[PageSize];
        content[..Math.Min(content.Length, PageSize)].CopyTo(page);
        file.Lock(PageSize, PageSize);
        try
        {
            RandomAccess.Write(file.SafeFileHandle, page, PageSize);
        }
        finally
        {
            file.Unlock(PageSize, PageSize);
        }
    }
}
