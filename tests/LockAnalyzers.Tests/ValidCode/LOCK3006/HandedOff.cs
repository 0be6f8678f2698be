// The locked stream is returned: who ends it, and how, is the caller's affair.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK3006;

public static class D
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeHandle h, uint f, uint r, uint l, uint u, ref NativeOverlapped o);

    public static FileStream Open(string path)
    {
        var s = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped o = default;
        if (!LockFileEx(s.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
        {
            int e = Marshal.GetLastPInvokeError();
            s.Dispose();
            throw new IOException($"LockFileEx: {e}");
        }
        return s;
    }
}
