// LibraryImport with its generated half beside it; SafeHandle marshalled by hand as the generator does.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using System.CodeDom.Compiler;

namespace Imported;

internal static partial class Win32
{
    internal const uint LockExclusive = 0x2;

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);
}

internal sealed class CatalogFile
{
    private readonly SafeFileHandle _file;

    internal CatalogFile(SafeFileHandle file) => _file = file;

    internal void Rewrite(ReadOnlySpan<byte> catalog)
    {
        NativeOverlapped whole = default;
        if (!Win32.LockFileEx(_file, Win32.LockExclusive, 0, uint.MaxValue, uint.MaxValue, ref whole))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            RandomAccessWrite(catalog);
        }
        finally
        {
            whole = default;
            Win32.UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref whole);
        }
    }

    private void RandomAccessWrite(ReadOnlySpan<byte> catalog) => System.IO.RandomAccess.Write(_file, catalog, 0);
}

internal static partial class Win32
{
    [GeneratedCode("Microsoft.Interop.LibraryImportGenerator", "8.0.10.31311")]
    internal static partial bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped)
    {
        bool added = false;
        file.DangerousAddRef(ref added);
        try
        {
            Marshal.SetLastSystemError(0);
            int result = __PInvoke(file.DangerousGetHandle(), flags, reserved, low, high, ref overlapped);
            Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
            return result != 0;
        }
        finally
        {
            if (added)
                file.DangerousRelease();
        }

        [DllImport("kernel32.dll", EntryPoint = "LockFileEx", ExactSpelling = true)]
        static extern int __PInvoke(nint file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);
    }

    [GeneratedCode("Microsoft.Interop.LibraryImportGenerator", "8.0.10.31311")]
    internal static partial bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped)
    {
        bool added = false;
        file.DangerousAddRef(ref added);
        try
        {
            Marshal.SetLastSystemError(0);
            int result = __PInvoke(file.DangerousGetHandle(), reserved, low, high, ref overlapped);
            Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
            return result != 0;
        }
        finally
        {
            if (added)
                file.DangerousRelease();
        }

        [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", ExactSpelling = true)]
        static extern int __PInvoke(nint file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);
    }
}
