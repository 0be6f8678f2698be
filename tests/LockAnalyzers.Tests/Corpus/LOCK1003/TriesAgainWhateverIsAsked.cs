// Windows waits or fails as the parameter says; the other systems try again until they are granted the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Engine.Assets;

public static class AssetLock
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    public static bool Lock(FileStream file, bool exclusive, bool failImmediately = false)
    {
        if (OperatingSystem.IsWindows())
        {
            var at = new NativeOverlapped();
            return LockFileEx(file.SafeFileHandle,
                {|LOCK1003:(exclusive ? LOCKFILE_EXCLUSIVE_LOCK : 0) + (failImmediately ? LOCKFILE_FAIL_IMMEDIATELY : 0)|},
                0, uint.MaxValue, uint.MaxValue, ref at);
        }

        bool again;
        do
        {
            try
            {
                file.Lock(0, long.MaxValue);
                return true;
            }
            catch (IOException)
            {
                Thread.Sleep(20);
                again = true;
            }
        } while (again);
        return false;
    }
}
