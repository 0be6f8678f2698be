// Three exits, each closes, none unlocks.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Imaging.Raw;

public class RawStore
{
    [DllImport("KERNEL32.DLL", EntryPoint = "LockFileEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool NativeLock(SafeHandle h, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped o);

    public bool Put(string path, byte[] raw)
    {
        var s = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            NativeOverlapped o = new NativeOverlapped();
            bool got = {|LOCK3006:NativeLock(s.SafeFileHandle, 1 + 2, 0, -1, -1, ref o)|};
            if (!got)
            {
                return false;
            }
            if (s.Length > 0)
            {
                return false;
            }
            s.Write(raw, 0, raw.Length);
            return true;
        }
        finally
        {
            s.Close();
        }
    }
}
