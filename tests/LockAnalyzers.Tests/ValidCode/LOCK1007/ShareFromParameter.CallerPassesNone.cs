// The share is a parameter of the helper that opens, and its caller passes None.
using System;
using System.IO;

namespace ValidCode.LOCK1007;

public static class ImportLock
{
    public static void Run(string folder, Action import)
    {
        using var lockStream = OpenLock(Path.Combine(folder, "import.lock"), FileShare.None);
        import();
    }

    private static FileStream OpenLock(string lockPath, FileShare share) =>
        new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
}
