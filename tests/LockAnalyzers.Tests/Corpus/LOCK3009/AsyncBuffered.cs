// WriteAsync fills the buffer, FlushAsync comes after the unlock.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace AsyncBuffers;

public sealed class EventSink
{
    [Flags]
    private enum LockFlags : uint
    {
        None = 0,
        FailImmediately = 1,
        Exclusive = 2,
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    private readonly FileStream _sink;

    public EventSink(string path)
        => _sink = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 16384);

    public async Task PutAsync(ReadOnlyMemory<byte> payload, CancellationToken token)
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(_sink.SafeFileHandle, LockFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        try
        {
            await _sink.WriteAsync(payload, token);
        }
        finally
        {
            var u = new NativeOverlapped();
            {|LOCK3009:UnlockFileEx(_sink.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref u)|};
        }

        await _sink.FlushAsync(token);
    }
}
