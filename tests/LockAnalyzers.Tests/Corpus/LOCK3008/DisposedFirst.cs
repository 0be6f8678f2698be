// The stream is gone when its region is unlocked.
using System;
using System.IO;

namespace Gone;

public static class Gone
{
    public static void Append(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Lock(0, long.MaxValue);
        try
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(bytes);
        }
        finally
        {
            file.Dispose();
            {|LOCK3008:file.Unlock(0, long.MaxValue)|};
        }
    }
}
