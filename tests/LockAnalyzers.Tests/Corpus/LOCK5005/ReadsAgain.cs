// On Linux the lock belongs to the process: reading the file by its path opens and closes it, and the lock is gone.
using System;
using System.IO;

namespace Ledger;

internal static class Counter
{
    public static void Increment(string path)
    {
        using var guard = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        {|LOCK5005:guard.Lock(0, long.MaxValue)|};
        try
        {
            var count = int.Parse(File.ReadAllText(path));
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
