// The goto jumps over the unlock to a label after it.
using System;
using System.Runtime.InteropServices;

namespace OldPort.Ledger;

public unsafe class LedgerFile
{
    [StructLayout(LayoutKind.Sequential)]
    struct OVERLAPPED { public UIntPtr Internal; public UIntPtr InternalHigh; public uint Offset; public uint OffsetHigh; public IntPtr hEvent; }

    [DllImport("kernel32", SetLastError = true)]
    static extern int LockFileEx(IntPtr h, uint flags, uint reserved, uint lo, uint hi, OVERLAPPED* ov);
    [DllImport("kernel32", SetLastError = true)]
    static extern int UnlockFileEx(IntPtr h, uint reserved, uint lo, uint hi, OVERLAPPED* ov);

    readonly IntPtr _h;
    int _entries, _status;

    public LedgerFile(IntPtr h) => _h = h;

    public int Append(int amount)
    {
        OVERLAPPED ov = default;
        if ({|LOCK3001:LockFileEx(_h, 2, 0, 0xFFFFFFFF, 0xFFFFFFFF, &ov)|} == 0)
        {
            _status = Marshal.GetLastWin32Error();
            goto done;
        }

        if (amount == 0)
        {
            _status = -2;
            goto done;
        }

        _entries++;
        _status = 0;
        UnlockFileEx(_h, 0, 0xFFFFFFFF, 0xFFFFFFFF, &ov);

    done:
        return _status;
    }
}
