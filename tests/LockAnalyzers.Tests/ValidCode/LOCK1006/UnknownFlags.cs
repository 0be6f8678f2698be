// Flags that come from elsewhere: a ref, an out, a delegate, a property, a virtual method, a settings file. Nothing is certain.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1006
{
    public abstract class UnknownFlags
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        protected abstract uint Mode { get; }

        protected virtual uint ModeOf(string name) => 0;

        public void ByProperty(SafeFileHandle file) => Take(file, Mode);

        public void ByOverride(SafeFileHandle file) => Take(file, ModeOf("update"));

        public void ByDelegate(SafeFileHandle file, Func<uint> mode) => Take(file, mode());

        public void ByReference(SafeFileHandle file, ref uint mode) => Take(file, mode);

        public void BySettings(SafeFileHandle file, IReadOnlyDictionary<string, string> settings)
        {
            if (!settings.TryGetValue("mode", out string? text) || !uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint mode))
                mode = 2;
            Take(file, mode);
        }

        public void ByLoop(SafeFileHandle file, IEnumerable<uint> bits)
        {
            uint mode = 0;
            foreach (uint bit in bits)
                mode |= bit;
            Take(file, mode);
        }

        public void WriteBytes(SafeFileHandle file, byte[] bytes)
        {
            Take(file, Mode);
            try
            {
                System.IO.RandomAccess.Write(file, bytes, 0);
            }
            finally
            {
                Drop(file);
            }
        }

        public void Drop(SafeFileHandle file)
        {
            var o = new NativeOverlapped();
            if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        private static void Take(SafeFileHandle file, uint mode)
        {
            var o = new NativeOverlapped();
            if (!LockFileEx(file, mode, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
