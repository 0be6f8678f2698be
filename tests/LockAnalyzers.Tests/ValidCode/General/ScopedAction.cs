// The body under the lock is a delegate; local functions and lambdas are bodies of their own.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Scopes
{
    public class ScopedAction
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        readonly FileStream _file;

        public ScopedAction(FileStream file) { _file = file; }

        public T With<T>(Func<FileStream, T> body)
        {
            Acquire();
            try
            {
                return body(_file);
            }
            finally
            {
                Release();
            }

            void Acquire()
            {
                var at = default(NativeOverlapped);
                if (!LockFileEx(_file.SafeFileHandle, 3 & ~1u, 0, 0xFFFFFFFFu, 0xFFFFFFFFu, ref at))
                    throw new Win32Exception(Marshal.GetLastWin32Error());
            }

            void Release()
            {
                var at = default(NativeOverlapped);
                if (!UnlockFileEx(_file.SafeFileHandle, 0, 0xFFFFFFFFu, 0xFFFFFFFFu, ref at))
                    throw new Win32Exception(Marshal.GetLastWin32Error());
            }
        }

        public IDisposable Begin()
        {
            var at = default(NativeOverlapped);
            if (!LockFileEx(_file.SafeFileHandle, 2, 0, 0xFFFFFFFFu, 0xFFFFFFFFu, ref at))
                throw new Win32Exception(Marshal.GetLastWin32Error());

            return new Ending(() =>
            {
                var there = default(NativeOverlapped);
                if (!UnlockFileEx(_file.SafeFileHandle, 0, 0xFFFFFFFFu, 0xFFFFFFFFu, ref there))
                    throw new Win32Exception(Marshal.GetLastWin32Error());
            });
        }

        sealed class Ending : IDisposable
        {
            Action? _end;

            public Ending(Action end) { _end = end; }

            public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
        }
    }
}
