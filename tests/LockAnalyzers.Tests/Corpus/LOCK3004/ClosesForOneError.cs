// Contention closes the file, every other error leaves it open.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Halves;

public sealed class Reservation : IDisposable
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    private readonly FileStream _file;

    private Reservation(FileStream file) => _file = file;

    public static Reservation? TryReserve(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var o = default(NativeOverlapped);
        if (!{|LOCK3004:LockFileEx(file.SafeFileHandle, 3, 0, uint.MaxValue, uint.MaxValue, ref o)|})
        {
            int error = Marshal.GetLastWin32Error();
            if (error == 33)
            {
                file.Dispose();
                return null;
            }

            throw new Win32Exception(error);
        }

        return new Reservation(file);
    }

    public void Dispose()
    {
        var o = default(NativeOverlapped);
        UnlockFileEx(_file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref o);
        _file.Dispose();
    }
}
