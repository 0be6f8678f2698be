// One byte of a file that is nothing but a lock: nobody reads it or writes to it.
using System;
using System.IO;

namespace ValidCode.LOCK2005;

public sealed class SettingsFile : IDisposable
{
    private readonly FileStream _file;

    public SettingsFile(string path) => _file = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    public void Change(Action change)
    {
        _file.Lock(0, 1);
        try
        {
            change();
        }
        finally
        {
            _file.Unlock(0, 1);
        }
    }

    public void Dispose() => _file.Dispose();
}
