// After the retry loop got the lock, Directory.CreateDirectory runs before the try.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Builds.Output;

public static class OutputLock
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, int flags, int reserved, int low, int high, ref NativeOverlapped ov);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, int reserved, int low, int high, ref NativeOverlapped ov);

    public static void Publish(SafeFileHandle file, string output, Action<string> copy)
    {
        NativeOverlapped ov = default;
        int delay = 1;
        while (!{|LOCK3002:LockFileEx(file, 1 | 2, 0, -1, -1, ref ov)|})
        {
            int code = Marshal.GetLastWin32Error();
            if (code != 33)
                throw new IOException("LockFileEx: " + code);
            Thread.Sleep(delay = Math.Min(delay * 2, 100));
        }

        Directory.CreateDirectory(output);
        try
        {
            copy(output);
        }
        finally
        {
            UnlockFileEx(file, 0, -1, -1, ref ov);
        }
    }
}
