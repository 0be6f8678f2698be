// FileMode.CreateNew lets one process in, whatever it shares.
using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace ValidCode.LOCK1007;

public static class CacheLock
{
    public static IDisposable Wait(string lockPath, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(lockPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (clock.Elapsed < timeout)
            {
                Thread.Sleep(20);
            }
        }
    }
}
