// The failing tuple drops the open handle.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Chunks.Writer;

[StructLayout(LayoutKind.Sequential)]
internal struct Flock
{
    public short l_type, l_whence;
    public long l_start, l_len;
    public int l_pid;
}

internal static class ChunkOpener
{
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int FcntlLock(SafeFileHandle fd, int cmd, ref Flock lk);

    public static (SafeFileHandle? File, int Error) Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var lk = new Flock { l_type = 1 };
        if ({|LOCK3004:FcntlLock(file, 37, ref lk)|} == -1)
            return (null, Marshal.GetLastPInvokeError());
        return (file, 0);
    }
}
