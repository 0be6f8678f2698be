// break leaves the loop between lock and unlock.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Loops;

public sealed unsafe class Ticker
{
    private const uint LockNoWait = 1u;
    private const uint LockExclusively = 2u;

    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int LockRange(nint file, uint flags, uint reserved, uint low, uint high, NativeOverlapped* position);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true, ExactSpelling = true)]
    private static extern unsafe int UnlockRange(nint file, uint reserved, uint low, uint high, NativeOverlapped* position);

    private readonly nint _file;
    private volatile bool _stop;
    private long _ticks;

    public Ticker(nint file) => _file = file;

    public void Stop() => _stop = true;

    public long Run(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            NativeOverlapped o = default;
            if ({|LOCK3001:LockRange(_file, LockExclusively, 0, uint.MaxValue, uint.MaxValue, &o)|} == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());

            if (_stop)
                break;
            _ticks++;

            o = default;
            if (UnlockRange(_file, 0, uint.MaxValue, uint.MaxValue, &o) == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return _ticks;
    }
}
