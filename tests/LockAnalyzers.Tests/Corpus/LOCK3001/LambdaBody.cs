// Inside the lambda the guard clause returns while the range is locked.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Plugins.Catalog;

public class CatalogJobs
{
    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool LockFile(nint hFile, uint offLow, uint offHigh, uint lenLow, uint lenHigh);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool UnlockFile(nint hFile, uint offLow, uint offHigh, uint lenLow, uint lenHigh);

    public Func<int, int> MakeCounter(nint file)
    {
        int total = 0;
        return step =>
        {
            if (!{|LOCK3001:LockFile(file, 0, 0, uint.MaxValue, uint.MaxValue)|})
                throw new Win32Exception();
            if (step <= 0)
                return total;
            total += step;
            UnlockFile(file, 0, 0, uint.MaxValue, uint.MaxValue);
            return total;
        };
    }
}
