// finally closes, and closing releases some time later.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Finals;

public sealed class Finals
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public void Swap(string path, Action<FileStream> swap)
    {
        FileStream stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            var at = new NativeOverlapped();
            if (!{|LOCK3006:LockFileEx(stream.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref at)|})
                throw new Win32Exception();
            swap(stream);
        }
        finally
        {
            stream.Dispose();
        }
    }
}
