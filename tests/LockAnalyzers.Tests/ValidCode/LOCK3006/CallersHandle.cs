// The handle is the caller's, and so is its release.
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3006;

public static class F
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle h, uint f, uint r, uint l, uint u, ref NativeOverlapped o);

    public static void Enter(SafeFileHandle h)
    {
        NativeOverlapped o = default;
        if (!LockFileEx(h, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
