// bufferSize 0: writes go straight to the file.
using System.IO;

namespace ValidCode.LOCK3009;

public static class B
{
    public static void Do(string path, byte[] b)
    {
        using var s = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        s.Lock(0, long.MaxValue);
        s.Write(b);
        s.Unlock(0, long.MaxValue);
    }
}
