// TryFlock answers false to a refusal and throws for any other error; both close the stream.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public sealed class ServiceGuard : IDisposable
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int O_RDWR = 2;
    private const int O_CREAT = 0x40;

    private readonly FileStream _stream;

    private ServiceGuard(FileStream stream) => _stream = stream;

    public static bool TryEnter(string path, out ServiceGuard? guard)
    {
        guard = null;
        var descriptor = OpenFile(path, O_RDWR | O_CREAT, 0x180);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        var stream = new FileStream(new SafeFileHandle((IntPtr)descriptor, ownsHandle: true), FileAccess.ReadWrite);
        try
        {
            if (!TryFlock(stream, LOCK_EX | LOCK_NB))
            {
                stream.Dispose();
                return false;
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        guard = new ServiceGuard(stream);
        return true;
    }

    public void Dispose() => _stream.Dispose();

    private static bool TryFlock(FileStream stream, int operation)
    {
        if (Flock(stream.SafeFileHandle, operation) == 0)
            return true;

        var error = Marshal.GetLastPInvokeError();
        return error is 11 or 35 ? false : throw new IOException("flock", new Win32Exception(error));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFile(string path, int flags, uint mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Flock(SafeFileHandle file, int operation);
}
