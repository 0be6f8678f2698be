// In the lambda the using's close is the only release.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Hub.Events;

public static class EventHub
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFile(SafeFileHandle h, uint ol, uint oh, uint ll, uint lh);

    public static Task<long> Publish(string path, byte[] payload) => Task.Run(() =>
    {
        using var log = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        if (!{|LOCK3006:LockFile(log, 0, 0, uint.MaxValue, uint.MaxValue)|})
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        long at = RandomAccess.GetLength(log);
        RandomAccess.Write(log, payload, at);
        return at;
    });
}
