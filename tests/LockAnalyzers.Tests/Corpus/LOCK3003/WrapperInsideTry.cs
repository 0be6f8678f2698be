// The vault's own Open and Close stand for lock and unlock; Open may throw.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Vaults;

public sealed class Vault
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

    private readonly SafeFileHandle _file;

    public Vault(SafeFileHandle file) => _file = file;

    public void Open()
    {
        OVERLAPPED o = default;
        if (!LockFileEx(_file, 2 | 1, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Close()
    {
        OVERLAPPED o = default;
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}

public sealed class Clerk
{
    public int Count(Vault vault, Func<int> count)
    {
        try
        {
            {|LOCK3003:vault.Open()|};
            return count();
        }
        finally
        {
            vault.Close();
        }
    }
}
