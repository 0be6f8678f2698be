// The catch logs the failed lock, the finally unlocks anyway.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Probes.Health;

public static class HealthProbe
{
    private static class Native
    {
        [DllImport("kernel32.dll", SetLastError = true)]
        internal static extern bool LockFileEx(SafeHandle file, uint flags, uint reserved, uint bytesLow, uint bytesHigh, ref NativeOverlapped overlapped);
        [DllImport("kernel32.dll", SetLastError = true)]
        internal static extern bool UnlockFileEx(SafeHandle file, uint reserved, uint bytesLow, uint bytesHigh, ref NativeOverlapped overlapped);
    }

    public static bool Check(SafeHandle file, TextWriter log, Func<bool> probe)
    {
        NativeOverlapped at = default;
        bool healthy = false;
        try
        {
            if (!{|LOCK3003:Native.LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at)|}) throw new Win32Exception();
            healthy = probe();
        }
        catch (Win32Exception e)
        {
            log.WriteLine("no lock: " + e.NativeErrorCode);
        }
        finally
        {
            Native.UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref at);
        }
        return healthy;
    }
}
