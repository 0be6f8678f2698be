// The shape that an interop source generator emits: HANDLE and BOOL structs, an enum of flags, a pointer to the overlapped.
using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using System.CodeDom.Compiler;

namespace Windows.Win32
{
    using Windows.Win32.Foundation;
    using Windows.Win32.Storage.FileSystem;

    [GeneratedCode("Interop", "0.3.183")]
    internal static partial class PInvoke
    {
        [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern unsafe BOOL LockFileEx(HANDLE hFile, LOCK_FILE_FLAGS dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, NativeOverlapped* lpOverlapped);

        [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern unsafe BOOL UnlockFileEx(HANDLE hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, NativeOverlapped* lpOverlapped);
    }
}

namespace Windows.Win32.Foundation
{
    internal readonly struct BOOL
    {
        private readonly int _value;
        internal BOOL(int value) => _value = value;
        public static implicit operator bool(BOOL value) => value._value != 0;
    }

    internal readonly struct HANDLE
    {
        internal readonly IntPtr Value;
        internal HANDLE(IntPtr value) => Value = value;
    }
}

namespace Windows.Win32.Storage.FileSystem
{
    [Flags]
    internal enum LOCK_FILE_FLAGS : uint
    {
        LOCKFILE_EXCLUSIVE_LOCK = 0x00000002,
        LOCKFILE_FAIL_IMMEDIATELY = 0x00000001,
    }
}

namespace Product.Storage
{
    using Windows.Win32;
    using Windows.Win32.Foundation;
    using Windows.Win32.Storage.FileSystem;

    internal static class VolumeLatch
    {
        internal static unsafe void Run(SafeFileHandle volume, Action body)
        {
            bool added = false;
            volume.DangerousAddRef(ref added);
            try
            {
                var handle = new HANDLE(volume.DangerousGetHandle());
                NativeOverlapped start = default;
                if (!PInvoke.LockFileEx(handle, LOCK_FILE_FLAGS.LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, &start))
                    throw new Win32Exception(Marshal.GetLastPInvokeError());

                try
                {
                    body();
                }
                finally
                {
                    start = default;
                    PInvoke.UnlockFileEx(handle, 0, uint.MaxValue, uint.MaxValue, &start);
                }
            }
            finally
            {
                if (added)
                    volume.DangerousRelease();
            }
        }
    }
}
