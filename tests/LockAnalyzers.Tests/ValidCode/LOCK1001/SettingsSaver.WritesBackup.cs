// Under the shared lock another file is written: a copy of the locked one.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

internal static class SettingsSaver
{
    private const uint LOCKFILE_SHARED_LOCK = 0;

    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    internal static void BackUp(string path, string backup)
    {
        using (SafeFileHandle settings = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(handle: settings, flags: LOCKFILE_SHARED_LOCK, reserved: 0, lengthLow: uint.MaxValue, lengthHigh: uint.MaxValue, overlapped: ref o))
                throw new Win32Exception();

            try
            {
                byte[] content = new byte[RandomAccess.GetLength(settings)];
                RandomAccess.Read(settings, content, 0);
                File.WriteAllBytes(backup, content);
            }
            finally
            {
                var u = new NativeOverlapped();
                UnlockFileEx(settings, 0, uint.MaxValue, uint.MaxValue, ref u);
            }
        }
    }
}
