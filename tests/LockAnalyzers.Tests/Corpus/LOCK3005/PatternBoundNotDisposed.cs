// The pattern binds the handle, nobody disposes it.
using System;
using System.IO;
using FileLocking;

namespace Trash.Collector;

public sealed class TrashCollector
{
    private readonly FileLock _trashLock;
    private readonly string _folder;

    public TrashCollector(string folder)
    {
        _folder = folder;
        _trashLock = new FileLock(Path.Combine(folder, ".lock"));
    }

    public long Collect()
    {
        long freed = 0;
        if ({|LOCK3005:_trashLock.TryAcquire(FileLockMode.Exclusive)|} is { IsHeld: true } held)
        {
            Console.WriteLine($"collecting under {held.Path}");
            foreach (var f in new DirectoryInfo(_folder).GetFiles("*.trash"))
            {
                freed += f.Length;
                f.Delete();
            }
        }
        return freed;
    }
}
