// The code takes the exception of the opening for the refusal that it is.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5003;

internal sealed class RunLock : IDisposable
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int EWOULDBLOCK = 11;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle file, int operation);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    public static RunLock? TryEnter(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (IOException busy) when (busy.HResult == EWOULDBLOCK)
        {
            return null;
        }

        if (flock(file.SafeFileHandle, LOCK_EX | LOCK_NB) == 0)
            return new RunLock(file);

        var error = Marshal.GetLastWin32Error();
        file.Dispose();
        return error == EWOULDBLOCK ? null : throw new IOException("flock failed with " + error);
    }

    public void Dispose() => _file.Dispose();
}
