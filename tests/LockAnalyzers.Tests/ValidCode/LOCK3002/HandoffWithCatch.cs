// A throwing pid write after the lock closes the descriptor before rethrowing; success hands it off.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3002;

public static class Pid
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static SafeFileHandle Claim(string path)
    {
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            if (flock(handle, 2) != 0)
                throw new IOException("flock");
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString()), 0);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
