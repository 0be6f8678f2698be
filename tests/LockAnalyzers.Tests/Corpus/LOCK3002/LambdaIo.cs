// Inside the lambda, File.Move may throw between acquire and release.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Rollers.Nightly;

public class NightlyRoller
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, uint op);

    const uint LOCK_EX = 0b0010;
    const uint LOCK_UN = 0b1000;

    readonly SafeFileHandle mutex;
    public NightlyRoller(SafeFileHandle mutex) { this.mutex = mutex; }

    public Task Schedule(string current, string archived) => Task.Run(() =>
    {
        if (0 > {|LOCK3002:flock(mutex, LOCK_EX)|})
            throw new IOException("flock");
        File.Move(current, archived);
        flock(mutex, LOCK_UN);
    });
}
