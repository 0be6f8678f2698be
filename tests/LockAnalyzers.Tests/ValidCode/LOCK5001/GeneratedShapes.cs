// Declarations as CsWin32, Vanara and TerraFX write them.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5001.Generated
{
    internal readonly partial struct BOOL
    {
        internal readonly int Value;
    }

    internal readonly partial struct HANDLE
    {
        internal readonly IntPtr Value;
    }

    public struct HFILE
    {
        private readonly IntPtr handle;
    }

    [Flags]
    internal enum LOCK_FILE_FLAGS : uint
    {
        LOCKFILE_EXCLUSIVE_LOCK = 2U,
        LOCKFILE_FAIL_IMMEDIATELY = 1U,
    }

    internal partial struct OVERLAPPED
    {
        internal nuint Internal;
        internal nuint InternalHigh;
        internal _Anonymous_e__Union Anonymous;
        internal HANDLE hEvent;

        [StructLayout(LayoutKind.Explicit)]
        internal partial struct _Anonymous_e__Union
        {
            [FieldOffset(0)]
            internal _Anonymous_e__Struct Anonymous;

            [FieldOffset(0)]
            internal unsafe void* Pointer;

            internal partial struct _Anonymous_e__Struct
            {
                internal uint Offset;
                internal uint OffsetHigh;
            }
        }
    }

    internal static partial class PInvoke
    {
        [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern unsafe BOOL LockFileEx(
            HANDLE hFile, LOCK_FILE_FLAGS dwFlags, [Optional] uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, OVERLAPPED* lpOverlapped);

        [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern unsafe BOOL UnlockFileEx(
            HANDLE hFile, [Optional] uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, OVERLAPPED* lpOverlapped);
    }

    public static partial class Kernel32
    {
        [DllImport("kernel32.dll", SetLastError = true, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool LockFileEx(
            [In] HFILE hFile, LOCK_FILE_FLAGS dwFlags, [Optional] uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, in NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        internal static extern bool LockFile([In] HFILE hFile, uint dwFileOffsetLow, uint dwFileOffsetHigh, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh);
    }
}
