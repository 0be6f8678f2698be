// A pager's byte protocol far beyond the data: SHARED readers, RESERVED and PENDING writers, each a lock on its own bytes.
using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2005
{
    public enum LockLevel { None, Shared, Reserved, Exclusive }

    internal sealed class PagerFile
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

        private const int PENDING_BYTE = 0x40000000;
        private const int RESERVED_BYTE = PENDING_BYTE + 1;
        private const int SHARED_FIRST = PENDING_BYTE + 2;
        private const int SHARED_SIZE = 510;

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

        private readonly SafeFileHandle _file;

        public PagerFile(SafeFileHandle file) => _file = file;

        public LockLevel Level { get; private set; }

        public bool ToShared()
        {
            // The pending byte is held only while the shared range is taken, so that a waiting writer keeps new readers out.
            if (!TryLock(PENDING_BYTE, 1, LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK))
                return false;

            bool shared;
            try
            {
                shared = TryLock(SHARED_FIRST, SHARED_SIZE, LOCKFILE_FAIL_IMMEDIATELY);
            }
            finally
            {
                Unlock(PENDING_BYTE, 1);
            }

            if (shared)
                Level = LockLevel.Shared;
            return shared;
        }

        public bool ToReserved()
        {
            if (!TryLock(RESERVED_BYTE, 1, LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK))
                return false;
            Level = LockLevel.Reserved;
            return true;
        }

        public bool ToExclusive()
        {
            if (!TryLock(PENDING_BYTE, 1, LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK))
                return false;

            try
            {
                Unlock(SHARED_FIRST, SHARED_SIZE);
                if (TryLock(SHARED_FIRST, SHARED_SIZE, LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK))
                {
                    Level = LockLevel.Exclusive;
                    return true;
                }

                Level = TryLock(SHARED_FIRST, SHARED_SIZE, LOCKFILE_FAIL_IMMEDIATELY) ? LockLevel.Shared : LockLevel.None;
            }
            catch
            {
                Unlock(PENDING_BYTE, 1);
                throw;
            }

            Unlock(PENDING_BYTE, 1);
            return false;
        }

        private bool TryLock(int offset, uint count, uint flags)
        {
            var at = new NativeOverlapped { OffsetLow = offset };
            if (LockFileEx(_file, flags, 0, count, 0, ref at))
                return true;
            int error = Marshal.GetLastWin32Error();
            if (error == 33)
                return false;
            throw new Win32Exception(error);
        }

        private void Unlock(int offset, uint count)
        {
            var at = new NativeOverlapped { OffsetLow = offset };
            bool released = UnlockFileEx(_file, 0, count, 0, ref at);
            Debug.Assert(released);
        }
    }
}
