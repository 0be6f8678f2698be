// A local function throws between the two calls.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Validation;

public sealed class ValidatedAppend
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

    public void Append(FileStream journal, byte[] entry)
    {
        OVERLAPPED all = default;
        if (!{|LOCK3002:LockFileEx(journal.SafeFileHandle, 2u, 0, uint.MaxValue, uint.MaxValue, ref all)|})
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        Validate();
        RandomAccess.Write(journal.SafeFileHandle, entry, RandomAccess.GetLength(journal.SafeFileHandle));

        all = default;
        UnlockFileEx(journal.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref all);

        void Validate()
        {
            if (entry.Length == 0)
                throw new ArgumentException("An entry has at least one byte.", nameof(entry));
        }
    }
}
