// The bare catch disposes the stream before rethrowing.
using System.IO;

namespace ValidCode.LOCK3004;

public static class B
{
    public static FileStream Open(string path)
    {
        var fs = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            fs.Lock(0, long.MaxValue);
            return fs;
        }
        catch
        {
            fs.Dispose();
            throw;
        }
    }
}
