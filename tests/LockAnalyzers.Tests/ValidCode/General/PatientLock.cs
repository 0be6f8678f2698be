// Retries a refused attempt until the time is up or the caller loses interest; a refused attempt is not a second lock.
using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Waiting;

public sealed class PatientLock
{
    private const int ERROR_LOCK_VIOLATION = 33;

    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly SafeFileHandle _handle;

    public PatientLock(SafeFileHandle handle) => _handle = handle;

    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var pause = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryOnce())
                return true;

            var left = timeout - clock.Elapsed;
            if (left <= TimeSpan.Zero)
                return false;

            await Task.Delay(pause < left ? pause : left, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, 50));
        }
    }

    public void Release()
    {
        var region = new NativeOverlapped();
        if (!UnlockFileEx(_handle, 0, uint.MaxValue, uint.MaxValue, ref region))
            throw new IOException("The lock could not be released.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    private bool TryOnce()
    {
        var region = new NativeOverlapped();
        bool granted = LockFileEx(_handle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref region);
        if (granted)
            return true;

        int error = Marshal.GetLastPInvokeError();
        if (error != ERROR_LOCK_VIOLATION)
            throw new Win32Exception(error);
        return false;
    }
}
