// A local function with its own using.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Locals;

public sealed class Locals
{
    private const int FailImmediately = 1;
    private const int ExclusiveLock = 2;

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    private readonly Func<string, SafeFileHandle> _open;

    public Locals(Func<string, SafeFileHandle> open) => _open = open;

    public int Run(string path, Func<int> body)
    {
        return Inner();

        int Inner()
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Lock(0, long.MaxValue);
            try
            {
                return body();
            }
            finally
            {
                file.Unlock(0, long.MaxValue);
            }
        }
    }

    public int RunOnce(string path, Func<int> body)
    {
        int Inner()
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            {|LOCK3006:file.Lock(0, long.MaxValue)|};
            return body();
        }

        return Inner();
    }
}
