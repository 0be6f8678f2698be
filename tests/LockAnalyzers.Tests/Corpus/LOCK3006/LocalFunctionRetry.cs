// After the retries succeeded, only the using in the local function ends the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Nodes.Election;

public class Election
{
    private const uint NOWAIT = 1, EXCLUSIVE = 2;

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern int LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, in NativeOverlapped ov);

    public string? Elect(string ballot, Func<string> vote)
    {
        return Attempt();

        string? Attempt()
        {
            using var file = File.OpenHandle(ballot, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            NativeOverlapped ov = default;
            for (int i = 1; {|LOCK3006:LockFileEx(file, EXCLUSIVE | NOWAIT, 0, uint.MaxValue, uint.MaxValue, ov)|} == 0; i++)
            {
                if (Marshal.GetLastPInvokeError() != 33 || i > 8)
                    return null;
                Thread.Sleep(i * i);
            }
            return vote();
        }
    }
}
