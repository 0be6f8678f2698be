// TryAcquire hands the lock off by a field, but returns false after the lock was taken when the truncation fails.
using System;
using System.Runtime.InteropServices;

namespace Batch.PidFiles;

public class PidFile
{
    [DllImport("libc", SetLastError = true)] private static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)] private static extern int ftruncate(int fd, long length);

    private readonly int descriptor;
    private bool owned;

    public PidFile(int descriptor) { this.descriptor = descriptor; }

    public bool IsOwned => owned;

    public bool TryAcquire()
    {
        if (owned) return true;
        if ({|LOCK3001:flock(descriptor, 2 | 4)|} != 0)
            return false;
        if (ftruncate(descriptor, 0) != 0)
            return false;
        owned = true;
        return true;
    }

    public void Release()
    {
        if (!owned) return;
        owned = false;
        flock(descriptor, 8);
    }
}
