// CloseHandle runs first, UnlockFile second.
using System;
using System.Runtime.InteropServices;

namespace Scada.Points;

public unsafe class PointTable
{
    [DllImport("kernel32", SetLastError = true)] static extern bool CloseHandle(nint h);
    [DllImport("kernel32", SetLastError = true)] static extern bool LockFile(nint h, uint a, uint b, uint c, uint d);
    [DllImport("kernel32", SetLastError = true)] static extern bool UnlockFile(nint h, uint a, uint b, uint c, uint d);

    public bool Put(nint h, int* cell, int value)
    {
        if (!LockFile(h, 0, 0, uint.MaxValue, uint.MaxValue))
        {
            CloseHandle(h);
            return false;
        }
        *cell = value;
        CloseHandle(h);
        {|LOCK3008:UnlockFile(h, 0, 0, uint.MaxValue, uint.MaxValue)|};
        return true;
    }
}
