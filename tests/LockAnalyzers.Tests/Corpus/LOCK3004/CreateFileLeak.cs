// A raw handle from CreateFile.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Raw
{
    public unsafe class RawFile
    {
        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern nint CreateFileW(string name, uint access, uint share, nint security, uint disposition, uint attributes, nint template);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern int CloseHandle(nint handle);

        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        private nint handle;

        public void Open(string name)
        {
            nint file = CreateFileW(name, 0xC0000000, 3, 0, 4, 0x80, 0);
            if (file == -1)
                throw new Win32Exception(Marshal.GetLastWin32Error());

            NativeOverlapped zero = default;
            if ({|LOCK3004:LockRange(file, LockExclusively, 0, uint.MaxValue, uint.MaxValue, &zero)|} == 0)
                throw new Win32Exception(Marshal.GetLastWin32Error());

            handle = file;
        }

        public void Close()
        {
            NativeOverlapped zero = default;
            UnlockRange(handle, 0, uint.MaxValue, uint.MaxValue, &zero);
            CloseHandle(handle);
            handle = 0;
        }
    }
}
