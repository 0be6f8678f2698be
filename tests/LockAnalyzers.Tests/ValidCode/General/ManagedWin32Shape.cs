// A managed Win32 library's shape: HFILE, LOCKFILE flags, a class of static externs with optional arguments.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Vendor.PInvoke
{
    public readonly struct HFILE
    {
        public HFILE(nint preexisting) => Handle = preexisting;
        public nint Handle { get; }
        public static implicit operator HFILE(nint h) => new(h);
    }

    [Flags]
    public enum LOCKFILE : uint
    {
        LOCKFILE_FAIL_IMMEDIATELY = 0x1,
        LOCKFILE_EXCLUSIVE_LOCK = 0x2,
    }

    public static partial class Kernel32
    {
        [DllImport("kernel32.dll", SetLastError = true, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool LockFileEx([In] HFILE hFile, LOCKFILE dwFlags, [Optional] uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, in NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true, ExactSpelling = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool UnlockFileEx([In] HFILE hFile, [Optional] uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, in NativeOverlapped lpOverlapped);
    }
}

namespace Product.Imports
{
    using Vendor.PInvoke;
    using static Vendor.PInvoke.Kernel32;

    public sealed class ImportQueue
    {
        private readonly HFILE queue;

        public ImportQueue(nint handle) => queue = handle;

        public void Import(Action<HFILE> each)
        {
            var at = new NativeOverlapped();
            if (!LockFileEx(queue, LOCKFILE.LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE.LOCKFILE_FAIL_IMMEDIATELY,
                    nNumberOfBytesToLockHigh: uint.MaxValue, nNumberOfBytesToLockLow: uint.MaxValue, dwReserved: 0, lpOverlapped: at))
            {
                throw new Win32Exception(Marshal.GetLastWin32Error());
            }

            try
            {
                each(queue);
            }
            finally
            {
                UnlockFileEx(queue, nNumberOfBytesToUnlockLow: uint.MaxValue, nNumberOfBytesToUnlockHigh: uint.MaxValue, lpOverlapped: at);
            }
        }
    }
}
