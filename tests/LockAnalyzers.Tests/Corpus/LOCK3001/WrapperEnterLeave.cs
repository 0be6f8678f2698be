// The caller of the wrapper's Enter returns early without Leave.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Inventory.Stock;

internal sealed class StockMutex
{
    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int NativeFlock(SafeHandle fd, int op);

    private readonly SafeHandle handle;
    public StockMutex(SafeHandle handle) => this.handle = handle;

    public void Enter()
    {
        while (NativeFlock(handle, 2) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4) throw new IOException($"flock: errno {errno}");
        }
    }

    public void Leave() => NativeFlock(handle, 8);
}

public class StockKeeper
{
    private readonly StockMutex mutex;
    private int onHand = 40;

    internal StockKeeper(StockMutex mutex) => this.mutex = mutex;

    public bool Take(int count)
    {
        {|LOCK3001:mutex.Enter()|};
        if (count > onHand)
            return false;
        onHand -= count;
        mutex.Leave();
        return true;
    }
}
