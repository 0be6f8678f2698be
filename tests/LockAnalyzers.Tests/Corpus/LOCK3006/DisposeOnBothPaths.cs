// Both the catch and the normal end close the stream, neither unlocks it first.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Relay.Outbox;

public sealed class Outbox
{
    [DllImport("kernel32", SetLastError = true)]
    private static extern bool LockFile(SafeHandle h, uint ol, uint oh, uint ll, uint lh);

    public async Task<bool> SendAsync(string path, Func<Stream, Task> send)
    {
        FileStream box = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            if (!{|LOCK3006:LockFile(box.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue)|})
                throw new IOException("outbox is in use", Marshal.GetLastPInvokeError());
            await send(box);
        }
        catch
        {
            box.Dispose();
            throw;
        }
        await box.DisposeAsync();
        return true;
    }
}
