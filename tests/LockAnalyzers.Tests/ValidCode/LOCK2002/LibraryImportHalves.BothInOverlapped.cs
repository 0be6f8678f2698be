// LibraryImport with its generated half: both halves of the offset stand in the NativeOverlapped.
using System;
using System.CodeDom.Compiler;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace ValidCode.LOCK2002;

internal static unsafe partial class Kernel32
{
    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int LockFileEx(nint hFile, uint dwFlags, uint dwReserved, uint low, uint high, NativeOverlapped* lpOverlapped);
}

internal static unsafe partial class Kernel32
{
    [GeneratedCode("Microsoft.Interop.LibraryImportGenerator", "8.0.10.31311")]
    internal static partial int LockFileEx(nint hFile, uint dwFlags, uint dwReserved, uint low, uint high, NativeOverlapped* lpOverlapped)
    {
        Marshal.SetLastSystemError(0);
        int result = __PInvoke(hFile, dwFlags, dwReserved, low, high, lpOverlapped);
        Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
        return result;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", ExactSpelling = true)]
        static extern int __PInvoke(nint hFile, uint dwFlags, uint dwReserved, uint low, uint high, NativeOverlapped* lpOverlapped);
    }
}

public static unsafe class Extents
{
    public static void Reserve(nint file, long offset, uint count)
    {
        var at = new NativeOverlapped { OffsetLow = unchecked((int)offset), OffsetHigh = (int)(offset >> 32) };
        if (Kernel32.LockFileEx(file, 2, 0, count, 0, &at) == 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
