// The acquire's result in every grammatical form: &&, ||, ==, is, switch, a comparison kept for later.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Refined;

public sealed class RefinedResults
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly SafeFileHandle? _file;
    private readonly bool _enabled;

    public RefinedResults(SafeFileHandle? file, bool enabled)
    {
        _file = file;
        _enabled = enabled;
    }

    private bool Try(SafeFileHandle file)
    {
        NativeOverlapped ov = default;
        return LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov);
    }

    private void Drop(SafeFileHandle file)
    {
        NativeOverlapped ov = default;
        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref ov);
    }

    public bool AndAlso(Action body)
    {
        if (_enabled && _file is { IsInvalid: false } file && Try(file))
        {
            try { body(); }
            finally { Drop(file); }
            return true;
        }

        return false;
    }

    public bool OrElse(SafeFileHandle file, Action body)
    {
        if (!_enabled || Try(file) == false)
            return false;
        try { body(); return true; }
        finally { Drop(file); }
    }

    public string Switched(SafeFileHandle file, Func<string> body)
    {
        switch (Try(file))
        {
            case false:
                return "busy";
            case true:
                try { return body(); }
                finally { Drop(file); }
        }
    }

    public int Later(SafeFileHandle file, Func<int> body)
    {
        bool refused = Try(file) is not true;
        int error = refused ? Marshal.GetLastPInvokeError() : 0;
        if (refused && error != 33)
            throw new Win32Exception(error);
        if (refused)
            return -1;
        try { return body(); }
        finally { Drop(file); }
    }

    public void WhenEnabled(SafeFileHandle file, Action body)
    {
        bool locked = false;
        try
        {
            if (_enabled)
            {
                locked = Try(file);
                if (!locked)
                    throw new IOException("Busy.");
            }

            body();
        }
        finally
        {
            if (_enabled && locked)
                Drop(file);
        }
    }

    public int Guarded(SafeFileHandle file, Func<int> body)
    {
        if (!Try(file))
            throw new IOException("Busy.");
        int result;
        try
        {
            result = body();
        }
        catch (Exception) when (Release(file))
        {
            throw;
        }

        Drop(file);
        return result;
    }

    private bool Release(SafeFileHandle file)
    {
        Drop(file);
        return true;
    }
}
