// The OFD unlock precedes the writer's dispose.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Rpc.Calls;

public static class CallLog
{
    [StructLayout(LayoutKind.Sequential)]
    struct Flock { public short Type, Whence; public long Start, Len; public int Pid; }
    [DllImport("libc", SetLastError = true)]
    static extern int fcntl(SafeFileHandle fd, int cmd, ref Flock l);

    public static void Write(string path, string call)
    {
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None);
        using var writer = new StreamWriter(stream);
        Flock l = new() { Type = 1 };
        if (fcntl(stream.SafeFileHandle, 38, ref l) != 0)
            throw new IOException("fcntl");
        writer.WriteLine(call);
        l.Type = 2;
        if ({|LOCK3009:fcntl(stream.SafeFileHandle, 37, ref l)|} != 0)
            throw new IOException("fcntl");
    }
}
