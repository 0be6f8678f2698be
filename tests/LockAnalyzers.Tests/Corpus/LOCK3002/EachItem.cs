// Per item: lock, visit, unlock. The visitor may throw.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Visiting
{
    public unsafe class Visitor
    {
        private const uint LockNoWait = 1u;
        private const uint LockExclusively = 2u;

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
        private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

        readonly nint file;

        public Visitor(nint file) { this.file = file; }

        public int Visit(IEnumerable<string> items, Predicate<string> visit)
        {
            int hits = 0;
            foreach (string item in items)
            {
                NativeOverlapped o = default;
                if ({|LOCK3002:LockRange(file, LockExclusively, 0, uint.MaxValue, uint.MaxValue, &o)|} == 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                if (visit(item))
                    hits++;
                o = default;
                UnlockRange(file, 0, uint.MaxValue, uint.MaxValue, &o);
            }
            return hits;
        }
    }
}
