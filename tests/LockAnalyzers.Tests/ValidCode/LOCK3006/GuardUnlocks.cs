// The guard's Dispose unlocks before it closes.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3006;

public sealed class C : IDisposable
{
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool LockFile(SafeFileHandle h, uint a, uint b, uint c, uint d);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern bool UnlockFile(SafeFileHandle h, uint a, uint b, uint c, uint d);

    private readonly SafeFileHandle _h;

    public C(string path)
    {
        var h = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (!LockFile(h, 0, 0, uint.MaxValue, uint.MaxValue))
        {
            h.Dispose();
            throw new Win32Exception();
        }
        _h = h;
    }

    public void Dispose()
    {
        if (_h.IsClosed) return;
        UnlockFile(_h, 0, 0, uint.MaxValue, uint.MaxValue);
        _h.Dispose();
    }
}
