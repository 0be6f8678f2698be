// Inside the using, Lock may throw in the try and Unlock then masks the refusal.
using System;
using System.IO;
using System.Linq;

namespace Scores.Table;

public static class ScoreTable
{
    public static int Best(string path)
    {
        using (var fs = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            try
            {
                {|LOCK3003:fs.Lock(0, long.MaxValue)|};
                var all = new byte[fs.Length];
                fs.ReadExactly(all);
                return all.DefaultIfEmpty().Max();
            }
            finally
            {
                fs.Unlock(0, long.MaxValue);
            }
        }
    }
}
