// A handle opened for asynchronous I/O: 997 means "pending", the event tells when, and a timeout cancels.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Pending;

public sealed class OverlappedWait
{
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 2;
    private const int ERROR_IO_PENDING = 997;

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, IntPtr overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool GetOverlappedResult(SafeFileHandle file, IntPtr overlapped, out uint transferred, bool wait);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool CancelIoEx(SafeFileHandle file, IntPtr overlapped);

    public static void Lock(SafeFileHandle file, TimeSpan timeout)
    {
        using var ready = new ManualResetEvent(false);
        bool added = false;
        ready.SafeWaitHandle.DangerousAddRef(ref added);
        IntPtr memory = Marshal.AllocHGlobal(Marshal.SizeOf<NativeOverlapped>());
        try
        {
            // The lowest bit keeps the completion away from the port.
            Marshal.StructureToPtr(new NativeOverlapped { EventHandle = ready.SafeWaitHandle.DangerousGetHandle() | 1 }, memory, false);
            if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, memory))
                return;

            int error = Marshal.GetLastPInvokeError();
            if (error != ERROR_IO_PENDING)
                throw new Win32Exception(error);

            if (!ready.WaitOne(timeout))
                CancelIoEx(file, memory);

            if (!GetOverlappedResult(file, memory, out _, wait: true))
                throw new IOException("The lock was not granted in time.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
            if (added)
                ready.SafeWaitHandle.DangerousRelease();
        }
    }

    public static void Unlock(SafeFileHandle file)
    {
        NativeOverlapped whole = default;
        if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref whole))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
