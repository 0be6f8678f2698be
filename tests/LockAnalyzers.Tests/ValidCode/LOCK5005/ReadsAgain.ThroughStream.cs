// The file is read through the locked stream itself.
using System;
using System.IO;

namespace ValidCode.LOCK5005;

internal static class Counter
{
    public static void Increment(string path)
    {
        using var guard = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        guard.Lock(0, long.MaxValue);
        try
        {
            var count = int.Parse(new StreamReader(guard, leaveOpen: true).ReadToEnd());
            guard.SetLength(0);
            using var writer = new StreamWriter(guard, leaveOpen: true);
            writer.Write(count + 1);
        }
        finally
        {
            guard.Unlock(0, long.MaxValue);
        }
    }
}
