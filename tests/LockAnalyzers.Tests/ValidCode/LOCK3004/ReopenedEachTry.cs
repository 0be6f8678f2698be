// Each refused attempt closes its stream before the next opens another.
using System;
using System.IO;
using System.Threading;

namespace ValidCode.LOCK3004;

public static class G
{
    public static FileStream Open(string path, int tries)
    {
        while (true)
        {
            var fs = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            try
            {
                fs.Lock(0, long.MaxValue);
                return fs;
            }
            catch (IOException) when (--tries > 0)
            {
                fs.Dispose();
                Thread.Sleep(20);
            }
            catch
            {
                fs.Dispose();
                throw;
            }
        }
    }
}
