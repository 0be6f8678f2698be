// One half of a partial class locks, the other half unlocks.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Sessions;

public sealed partial class SessionFile
{
    private readonly SafeFileHandle _handle;

    public SessionFile(SafeFileHandle handle) => _handle = handle;

    public bool TryLock()
    {
        var flags = LockFlags.None | LockFlags.FailImmediately;
        NativeOverlapped ov = default;
        if (LockFileEx(_handle, {|LOCK1001:flags|}, 0, uint.MaxValue, uint.MaxValue, ref ov))
        {
            return true;
        }

        var error = Marshal.GetLastWin32Error();
        if (error != 33)
        {
            throw new Win32Exception(error);
        }

        return false;
    }
}

public sealed partial class SessionFile
{
    [Flags]
    private enum LockFlags : uint
    {
        None = 0,
        FailImmediately = 1,
        Exclusive = 2,
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    public void Unlock()
    {
        NativeOverlapped ov = default;
        if (!UnlockFileEx(_handle, 0, uint.MaxValue, uint.MaxValue, ref ov))
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
