// The gap after the acquire lies inside an outer try whose finally releases if the flag is set.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3002;

public class Compactor
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    public bool Compact(int fd, string[] files, Action<string> one)
    {
        var taken = false;
        try
        {
            taken = flock(fd, 2 | 4) == 0;
            if (!taken)
                return false;
            Array.Sort(files, StringComparer.Ordinal);
            try
            {
                foreach (var f in files) one(f);
            }
            catch (FileNotFoundException)
            {
                return false;
            }
            return true;
        }
        finally
        {
            if (taken) flock(fd, 8);
        }
    }
}
