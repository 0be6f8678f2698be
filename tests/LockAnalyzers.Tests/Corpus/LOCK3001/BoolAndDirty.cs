// The unlock also depends on an unrelated flag: a clean cache leaves the lock held.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Caching.Images;

public class ImageCache
{
    const uint FailImmediately = 1u, ExclusiveLock = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true)]
    static extern bool TakeLock(SafeFileHandle h, uint flags, uint zero, uint lo, uint hi, in NativeOverlapped o);
    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true)]
    static extern bool DropLock(SafeFileHandle h, uint zero, uint lo, uint hi, in NativeOverlapped o);

    private readonly SafeFileHandle file;
    private int size;

    public ImageCache(SafeFileHandle file) { this.file = file; }

    public bool Trim(int limit)
    {
        NativeOverlapped o = default;
        bool locked = {|LOCK3001:TakeLock(file, ExclusiveLock | FailImmediately, 0, ~0u, ~0u, o)|};
        bool dirty = false;
        if (locked && size > limit)
        {
            size = limit;
            dirty = true;
        }

        if (locked && dirty)
            DropLock(file, 0, ~0u, ~0u, o);

        return dirty;
    }
}
