// Reads shared, lets go, locks again exclusively, looks again and writes: the stated way to upgrade.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

public sealed class UpgradeByRelease
{
    private const uint ReadLock = 0;
    private const uint WriteLock = 2;

    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    private readonly SafeFileHandle _file;

    public UpgradeByRelease(SafeFileHandle file) => _file = file;

    public bool SetIfAbsent(byte value)
    {
        Span<byte> current = stackalloc byte[1];

        Lock(ReadLock);
        try
        {
            if (RandomAccess.Read(_file, current, 0) == 1 && current[0] != 0)
                return false;
        }
        finally
        {
            Unlock();
        }

        Lock(WriteLock);
        try
        {
            if (RandomAccess.Read(_file, current, 0) == 1 && current[0] != 0)
                return false;
            current[0] = value;
            RandomAccess.Write(_file, current, 0);
            return true;
        }
        finally
        {
            Unlock();
        }
    }

    private void Lock(uint mode)
    {
        var whole = default(NativeOverlapped);
        if (!LockFileEx(_file, mode, 0, uint.MaxValue, uint.MaxValue, ref whole))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private void Unlock()
    {
        var whole = default(NativeOverlapped);
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref whole))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
