// Two implementations of one interface: Posix excludes, Windows does not.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Hosting.Guards;

public interface IProcessGuard
{
    void Hold(SafeFileHandle file);
    void Release(SafeFileHandle file);
}

public sealed class PosixProcessGuard : IProcessGuard
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, FlockOperation operation);

    [Flags]
    private enum FlockOperation
    {
        Shared = 1,
        Exclusive = 2,
        NonBlocking = 4,
        Unlock = 8,
    }

    public void Hold(SafeFileHandle file)
    {
        while (flock(file, FlockOperation.Exclusive) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
        }
    }

    public void Release(SafeFileHandle file)
    {
        if (flock(file, FlockOperation.Unlock) < 0)
            throw new IOException("flock", Marshal.GetLastPInvokeError());
    }
}

public sealed class Win32ProcessGuard : IProcessGuard
{
    [StructLayout(LayoutKind.Sequential)]
    private struct OVERLAPPED
    {
        public UIntPtr Internal;
        public UIntPtr InternalHigh;
        public uint Offset;
        public uint OffsetHigh;
        public IntPtr hEvent;
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeHandle hFile, uint dwFlags, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeHandle hFile, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    public void Hold(SafeFileHandle file)
    {
        OVERLAPPED all = default;
        if (!LockFileEx(file, {|LOCK1001:0u|}, 0, 0xFFFFFFFF, 0xFFFFFFFF, ref all))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Release(SafeFileHandle file)
    {
        OVERLAPPED all = default;
        if (!UnlockFileEx(file, 0, 0xFFFFFFFF, 0xFFFFFFFF, ref all))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
