// The Windows branch's lock ends only with the using; closing is a prompt release for flock, so that branch is right.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Roaming.Profile;

public static class ProfileWriter
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle h, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped o);
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static void Write(string path, ReadOnlySpan<byte> profile)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped o = default;
            if (!{|LOCK3006:LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref o)|})
                throw new IOException($"LockFileEx: {Marshal.GetLastPInvokeError()}");
        }
        else
        {
            if ({|LOCK5003:flock(file, 2)|} != 0)
                throw new IOException($"flock: {Marshal.GetLastPInvokeError()}");
        }
        RandomAccess.SetLength(file, profile.Length);
        RandomAccess.Write(file, profile, 0);
    }
}
