// An iterator: the lock lives as long as the enumeration and ends with its finally.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Enumeration;

public static class LockedLines
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    public static IEnumerable<string> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Enter(stream.SafeFileHandle);
        try
        {
            using var reader = new StreamReader(stream, Encoding.UTF8, false, 4096, leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length == 0)
                    yield break;
                if (line[0] == '#')
                    continue;
                yield return line;
            }
        }
        finally
        {
            Exit(stream.SafeFileHandle);
        }
    }

    public static int CountLines(string path)
    {
        int n = 0;
        foreach (var _ in Read(path))
            n++;
        return n;
    }

    private static void Enter(SafeFileHandle file)
    {
        var ov = new NativeOverlapped();
        if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Exit(SafeFileHandle file)
    {
        var ov = new NativeOverlapped();
        if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
