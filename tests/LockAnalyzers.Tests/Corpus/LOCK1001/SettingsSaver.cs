// The settings file is rewritten by path while the handle on it is locked.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Settings.Storage;

internal static class SettingsSaver
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    internal static void Save(string path, string json)
    {
        using (SafeFileHandle settings = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(handle: settings, flags: {|LOCK1001:0|}, reserved: 0, lengthLow: uint.MaxValue, lengthHigh: uint.MaxValue, overlapped: ref o))
                throw new Win32Exception();

            try
            {
                File.WriteAllText(path, json);
            }
            finally
            {
                var u = new NativeOverlapped();
                UnlockFileEx(settings, 0, uint.MaxValue, uint.MaxValue, ref u);
            }
        }
    }
}
