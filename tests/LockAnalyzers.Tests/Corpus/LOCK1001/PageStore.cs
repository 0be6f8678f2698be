// A page is written through the locked handle with RandomAccess.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Paging;

public sealed class PageStore
{
    private const int PageSize = 4096;

    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly SafeFileHandle _data;
    private readonly bool _impatient;

    public PageStore(SafeFileHandle data, bool impatient)
    {
        _data = data;
        _impatient = impatient;
    }

    public void Put(long page, ReadOnlySpan<byte> content)
    {
        uint flags = _impatient ? LOCKFILE_FAIL_IMMEDIATELY : 0;

        var ov = default(NativeOverlapped);
        if (!LockFileEx(_data, {|LOCK1001:flags|}, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        try
        {
            RandomAccess.Write(_data, content, page * PageSize);
        }
        finally
        {
            ov = default;
            _ = UnlockFileEx(_data, 0, uint.MaxValue, uint.MaxValue, ref ov);
        }
    }
}
