// The data file's writer, declared outside, is disposed after the side lock was released.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sales.Daily;

public static class DailySales
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static void Append(SafeFileHandle sideLock, string dataPath, string[] rows)
    {
        using var writer = new StreamWriter(dataPath, append: true);
        if (flock(sideLock, 2) != 0)
            throw new IOException("flock");
        try
        {
            foreach (string row in rows)
                writer.WriteLine(row);
        }
        finally
        {
            {|LOCK3009:flock(sideLock, 8)|};
        }
    }
}
