// TryLock's refusal returns null while the handle opened for it stays open.
using System.IO;
using FileLocking;
using Microsoft.Win32.SafeHandles;

namespace Tiles.Server;

public static class TileFile
{
    public static SafeFileHandle? OpenForWriting(string path)
    {
        SafeFileHandle tile = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (!{|LOCK3004:HandleLock.TryLock(tile, FileLockMode.Exclusive)|})
            return null;
        return tile;
    }
}
