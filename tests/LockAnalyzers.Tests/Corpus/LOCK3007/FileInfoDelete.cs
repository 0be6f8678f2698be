// The same through FileInfo.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Infos;

internal sealed class WorkerSlot
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

    [DllImport("libc", SetLastError = true)]
    private static extern SafeFileHandle open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

    private readonly FileInfo _info;
    private SafeFileHandle? _handle;

    internal WorkerSlot(FileInfo info) => _info = info;

    internal bool TryTake()
    {
        var handle = open(_info.FullName, 0x2 | 0x40 | 0x80000, 0x1B6);
        if (handle.IsInvalid)
            throw new IOException("open", Marshal.GetLastPInvokeError());

        if (flock(handle, FlockOperation.Exclusive | FlockOperation.NonBlocking) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            handle.Dispose();
            return errno == 11 ? false : throw new IOException("flock", errno);
        }

        _handle = handle;
        return true;
    }

    internal void Give()
    {
        if (_handle == null)
            return;
        flock(_handle, FlockOperation.Unlock);
        _handle.Dispose();
        _handle = null;
        {|LOCK3007:_info.Delete()|};
    }
}
