// The file stays open in a field for as long as the lock is held.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3010;

public sealed class FrontierGate
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;
    private const int EWOULDBLOCK = 11;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    private readonly string _path;
    private FileStream? _file;

    public FrontierGate(string path) => _path = path;

    public bool TryLock()
    {
        var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(file.SafeFileHandle, LOCK_EX | LOCK_NB) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            file.Dispose();
            return error == EWOULDBLOCK ? false : throw new IOException("flock", error);
        }

        _file = file;
        return true;
    }

    public void Unlock()
    {
        if (_file is null)
            return;
        flock(_file.SafeFileHandle, LOCK_UN);
        _file.Dispose();
        _file = null;
    }
}
