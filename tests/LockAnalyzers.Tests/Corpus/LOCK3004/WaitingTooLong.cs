// Times out with the stream in hand.
using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace Timeouts;

public static class PatientOpen
{
    public static FileStream? Open(string path, TimeSpan timeout)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                {|LOCK3004:stream.Lock(0, long.MaxValue)|};
                return stream;
            }
            catch (IOException)
            {
                if (clock.Elapsed > timeout)
                    return null;
            }

            Thread.Sleep(20);
        }
    }

    public static void Close(FileStream stream)
    {
        stream.Unlock(0, long.MaxValue);
        stream.Dispose();
    }
}
