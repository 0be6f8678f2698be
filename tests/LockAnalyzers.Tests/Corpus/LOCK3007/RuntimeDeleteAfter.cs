// The path of the runtime's lock is deleted after its handle was disposed.
using System;
using System.IO;
using FileLocking;

namespace Temps.Cleaner;

public static class TempCleaner
{
    public static void Run(string lockPath, Action clean)
    {
        var mutex = new FileLock(lockPath);
        using (mutex.Acquire())
        {
            clean();
        }
        {|LOCK3007:File.Delete(lockPath)|};
    }
}
