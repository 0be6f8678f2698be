// On refusal the out parameter is set to null and the opened stream is dropped open.
using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Editors.SwapFiles;

public static class SwapFile
{
    private const uint ExclusiveNow = 3;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped position);

    public static bool TryOpen(string path, [NotNullWhen(true)] out FileStream? swap)
    {
        FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        NativeOverlapped position = default;
        bool ok = {|LOCK3004:LockFileEx(stream.SafeFileHandle, ExclusiveNow, 0, uint.MaxValue, uint.MaxValue, ref position)|};
        if (ok == false)
        {
            swap = null;
            return false;
        }
        swap = stream;
        return true;
    }
}
