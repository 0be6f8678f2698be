// The unlock of each round belongs to that round's lock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3008;

public class D
{
    [DllImport("kernel32.dll", SetLastError = true)] static extern bool LockFile(IntPtr h, uint a, uint b, uint c, uint d);
    [DllImport("kernel32.dll", SetLastError = true)] static extern bool UnlockFile(IntPtr h, uint a, uint b, uint c, uint d);

    private int _rounds;

    public int Do(IntPtr h, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (!LockFile(h, 0, 0, uint.MaxValue, uint.MaxValue))
                throw new IOException($"LockFile: {Marshal.GetLastPInvokeError()}");
            _rounds++;
            UnlockFile(h, 0, 0, uint.MaxValue, uint.MaxValue);
        }
        return _rounds;
    }
}
