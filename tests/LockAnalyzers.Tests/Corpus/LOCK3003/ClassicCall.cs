// LockFile refuses at once; the catch answers, the finally unlocks all the same.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Classics;

public sealed class Switchboard
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFile(SafeFileHandle hFile, uint dwFileOffsetLow, uint dwFileOffsetHigh, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFile(SafeFileHandle hFile, uint dwFileOffsetLow, uint dwFileOffsetHigh, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh);

    private readonly SafeFileHandle _lines;

    public Switchboard(SafeFileHandle lines) => _lines = lines;

    public bool Connect(Action connect)
    {
        try
        {
            if (!{|LOCK3003:LockFile(_lines, 0, 0, uint.MaxValue, uint.MaxValue)|})
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            connect();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
        finally
        {
            UnlockFile(_lines, 0, 0, uint.MaxValue, uint.MaxValue);
        }
    }
}
