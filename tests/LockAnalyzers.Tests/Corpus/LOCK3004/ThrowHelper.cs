// The [DoesNotReturn] helper throws on refusal; the handle opened before stays open.
using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Replicas.Leader;

internal static class LeaderFile
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    [DoesNotReturn]
    private static void ThrowErrno(string what) =>
        throw new IOException($"{what} failed with errno {Marshal.GetLastPInvokeError()}");

    public static SafeFileHandle Lead(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        int result = {|LOCK3004:flock(file, 2)|};
        if (result < 0)
            ThrowErrno("flock");
        return file;
    }
}
