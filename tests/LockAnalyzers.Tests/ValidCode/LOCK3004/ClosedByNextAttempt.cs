// The file is a field; a helper closes what the last attempt left before it opens again.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public sealed class RetriedFile : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    private readonly string _path;
    private SafeFileHandle? _file;

    public RetriedFile(string path) => _path = path;

    public bool TryTake()
    {
        Close();
        _file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(_file, 2 | 4) == 0)
            return true;
        int errno = Marshal.GetLastPInvokeError();
        return errno == 11 ? false : throw new IOException("flock", errno);
    }

    public void Dispose() => Close();

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
