// The range is never unlocked; only the using's close releases it.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Fonts.Cache;

public static class FontCache
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle hFile, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped ov);

    public static void Rebuild(string path, ReadOnlySpan<byte> data)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var ov = new NativeOverlapped();
        if (!{|LOCK3006:LockFileEx(handle, 2, 0, uint.MaxValue, uint.MaxValue, ref ov)|})
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        RandomAccess.Write(handle, data, 0);
        RandomAccess.FlushToDisk(handle);
    }
}
