// flock on a side file: EINTR is retried, other errors throw, the finally unlocks and the using closes.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Spool;

/// <summary>A spool directory, owned through a side file by one process at a time.</summary>
public static class SpoolOwner
{
    private const int LOCK_EX = 2;
    private const int LOCK_UN = 8;
    private const int EINTR = 4;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    public static void Drain(string directory, Action<string> handle)
    {
        using var gate = File.OpenHandle(directory + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        while (flock(gate, LOCK_EX) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != EINTR)
                throw new IOException($"cannot lock {directory}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        try
        {
            foreach (var job in Directory.EnumerateFiles(directory))
                handle(job);
        }
        finally
        {
            if (flock(gate, LOCK_UN) != 0)
                throw new IOException($"cannot unlock {directory}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
