// The share is a parameter of the helper that opens, and its caller passes one that excludes nobody.
using System;
using System.IO;

namespace Imports.Guard;

public static class ImportLock
{
    public static void Run(string folder, Action import)
    {
        using var lockStream = OpenLock(Path.Combine(folder, "import.lock"), {|LOCK1007:FileShare.ReadWrite|});
        import();
    }

    private static FileStream OpenLock(string lockPath, FileShare share) =>
        new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
}
