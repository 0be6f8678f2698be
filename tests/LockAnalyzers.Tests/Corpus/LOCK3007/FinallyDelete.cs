// The finally removes the lock file after LockFileEx was undone.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Msi.Patches;

public class Patcher
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle h, uint f, uint r, uint l, uint u, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle h, uint r, uint l, uint u, ref NativeOverlapped o);

    public void Patch(string lockPath, Action patch)
    {
        SafeFileHandle h = File.OpenHandle(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        NativeOverlapped o = default;
        if (!LockFileEx(h, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
        {
            h.Dispose();
            throw new Win32Exception();
        }
        try
        {
            patch();
        }
        finally
        {
            UnlockFileEx(h, 0, uint.MaxValue, uint.MaxValue, ref o);
            h.Dispose();
            {|LOCK3007:File.Delete(lockPath)|};
        }
    }
}
