// The pid file under flock is deleted at Stop.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Services.Beacon;

public static class Beacon
{
    private const string PidFile = "/run/beacon.pid";

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    private static SafeFileHandle? s_pid;

    public static bool Start()
    {
        SafeFileHandle pid = File.OpenHandle(PidFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(pid, 6) != 0)
        {
            pid.Dispose();
            return false;
        }
        s_pid = pid;
        return true;
    }

    public static void Stop()
    {
        s_pid?.Dispose();
        s_pid = null;
        {|LOCK3007:File.Delete(PidFile)|};
    }
}
