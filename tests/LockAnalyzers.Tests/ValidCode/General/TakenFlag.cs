// Right: the flag tells the finally whether this path took the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.General;

public class Importer
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeHandle h, uint flags, uint reserved, uint lo, uint hi, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeHandle h, uint reserved, uint lo, uint hi, ref NativeOverlapped o);

    public bool Import(SafeHandle target, string[] files, Action<string> import)
    {
        var o = new NativeOverlapped();
        bool lockTaken = false;
        try
        {
            if (files.Length == 0)
                return true;
            lockTaken = LockFileEx(target, 1u | 2u, 0u, uint.MaxValue, uint.MaxValue, ref o);
            if (!lockTaken)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != 33) throw new IOException($"LockFileEx {error}");
                return false;
            }
            foreach (string file in files)
                import(file);
            return true;
        }
        finally
        {
            if (lockTaken)
                UnlockFileEx(target, 0u, uint.MaxValue, uint.MaxValue, ref o);
        }
    }
}
