// A mutex that admits everybody.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Sync.Native
{
    public unsafe class FileMutex
    {
        const uint All = 0xFFFF_FFFF;
        static readonly uint Mode = 0;

        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        readonly nint file;

        public FileMutex(nint file) { this.file = file; }

        public void WaitOne()
        {
            NativeOverlapped o = default;
            int ok = LockRange(file, {|LOCK1001:Mode|}, 0, All, All, &o);
            if (ok == 0) throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public void ReleaseMutex()
        {
            NativeOverlapped o = default;
            int ok = UnlockRange(file, 0, All, All, &o);
            if (ok == 0) throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
