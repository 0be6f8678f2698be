// await using closes the stream; nothing unlocks before.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Crawl.Frontier;

public class Frontier
{
    [Flags]
    private enum LockFlags : uint { FailImmediately = 1, Exclusive = 2 }

    [DllImport("kernel32", SetLastError = true)]
    private static extern bool LockFileEx(SafeHandle file, LockFlags flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    public async Task PushAsync(string path, byte[] url, CancellationToken ct)
    {
        await using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        NativeOverlapped overlapped = default;
        if (!{|LOCK3006:LockFileEx(stream.SafeFileHandle, LockFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref overlapped)|})
            throw new Win32Exception();
        await stream.WriteAsync(url, ct);
        await stream.FlushAsync(ct);
    }
}
