// .NET holds a shared flock on the file it opens, so that a busy lock throws at the opening and the answer "busy" is never given.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Agents;

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
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if ({|LOCK5003:flock(file.SafeFileHandle, LOCK_EX | LOCK_NB)|} == 0)
            return new RunLock(file);

        var error = Marshal.GetLastWin32Error();
        file.Dispose();
        return error == EWOULDBLOCK ? null : throw new IOException("flock failed with " + error);
    }

    public void Dispose() => _file.Dispose();
}
