// A whole retry loop around an open that is never refused on Unix.
using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace Retries;

public static class CacheLock
{
    public static IDisposable Wait(string lockPath, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:FileShare.Delete|}, 1, FileOptions.None);
            }
            catch (IOException) when (clock.Elapsed < timeout)
            {
                Thread.Sleep(20);
            }
        }
    }
}
