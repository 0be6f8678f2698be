// The store's own Enter and Leave stand for the system calls; the caller returns between them.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Stores;

public sealed class Store
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    private readonly SafeFileHandle _file;

    public Store(SafeFileHandle file) => _file = file;

    public int Generation;

    public void Enter()
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(_file, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }

    public void Leave()
    {
        var o = new NativeOverlapped();
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}

public static class Collector
{
    public static int Advance(Store store, int limit)
    {
        {|LOCK3001:store.Enter()|};
        int generation = store.Generation;
        if (generation >= limit)
            return -1;
        store.Generation = generation + 1;
        store.Leave();
        return generation;
    }
}
