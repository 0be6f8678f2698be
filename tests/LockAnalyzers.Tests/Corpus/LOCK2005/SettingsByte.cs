// One byte of a settings file, whose content other methods read and write.
using System;
using System.IO;

namespace Editors.Settings;

public sealed class SettingsFile : IDisposable
{
    private readonly FileStream _file;

    public SettingsFile(string path) => _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    public void Change(Action<FileStream> change)
    {
        _file.Lock({|LOCK2005:0, 1|});
        try
        {
            change(_file);
            _file.Flush();
        }
        finally
        {
            _file.Unlock(0, 1);
        }
    }

    public void Dispose() => _file.Dispose();
}
