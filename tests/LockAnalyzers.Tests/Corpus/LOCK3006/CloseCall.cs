// Close() instead of Dispose(), on both ways out.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Closes;

internal sealed class Stamp
{
    [Flags]
    private enum LockFlags : uint
    {
        None = 0,
        FailImmediately = 1,
        Exclusive = 2,
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    internal void Put(string path, byte[] stamp)
    {
        var f = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        try
        {
            var o = new NativeOverlapped();
            if (!{|LOCK3006:LockFileEx(f.SafeFileHandle, LockFlags.Exclusive | LockFlags.FailImmediately, 0, uint.MaxValue, uint.MaxValue, ref o)|})
            {
                throw new IOException("Stamped by somebody else.", new Win32Exception(Marshal.GetLastPInvokeError()));
            }

            f.Write(stamp, 0, stamp.Length);
        }
        catch
        {
            f.Close();
            throw;
        }

        f.Close();
    }
}
