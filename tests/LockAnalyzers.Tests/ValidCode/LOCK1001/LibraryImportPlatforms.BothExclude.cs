// Generated marshalling; the cast carries the exclusive bit, as flock does on the other side.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using System.CodeDom.Compiler;
using System.Runtime.Versioning;

namespace ValidCode.LOCK1001;

internal static partial class Kernel32
{
    [Flags]
    internal enum LockFileFlags
    {
        FailImmediately = 0x1,
        Exclusive = 0x2,
    }

    [LibraryImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true)]
    internal static unsafe partial int LockFile(nint hFile, LockFileFlags dwFlags, uint dwReserved, uint low, uint high, NativeOverlapped* lpOverlapped);
}

internal static partial class Kernel32
{
    [GeneratedCode("Microsoft.Interop.LibraryImportGenerator", "8.0.10.31311")]
    internal static unsafe partial int LockFile(nint hFile, LockFileFlags dwFlags, uint dwReserved, uint low, uint high, NativeOverlapped* lpOverlapped)
    {
        Marshal.SetLastSystemError(0);
        int result = __PInvoke(hFile, dwFlags, dwReserved, low, high, lpOverlapped);
        Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
        return result;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", ExactSpelling = true)]
        static extern unsafe int __PInvoke(nint hFile, LockFileFlags dwFlags, uint dwReserved, uint low, uint high, NativeOverlapped* lpOverlapped);
    }
}

internal sealed class HandleKeeper
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    public void Keep(nint handle)
    {
        if (OperatingSystem.IsWindows())
            KeepOnWindows(handle);
        else
            KeepOnUnix(handle);
    }

    [SupportedOSPlatform("windows")]
    private static unsafe void KeepOnWindows(nint handle)
    {
        NativeOverlapped region = default;
        if (Kernel32.LockFile(handle, (Kernel32.LockFileFlags)2, 0, uint.MaxValue, uint.MaxValue, &region) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [UnsupportedOSPlatform("windows")]
    private static void KeepOnUnix(nint handle)
    {
        while (flock((int)handle, LOCK_EX) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new Win32Exception(errno);
        }
    }
}
