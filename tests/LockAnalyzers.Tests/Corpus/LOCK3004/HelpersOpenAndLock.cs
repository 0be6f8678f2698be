// The file comes from a helper and the lock from another, for both systems; a refusal is answered by null.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Studio.Projects;

internal static class SystemLock
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;
    private const int F_SETLK = 6;
    private const int F_SETLKW = 7;
    private const short F_RDLCK = 0;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;

    private struct Flock
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    private enum Outcome
    {
        Granted,
        Refused,
        NotSupported,
    }

    [DllImport("kernel32", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(SafeFileHandle file, int command, ref Flock record);

    public static bool TryTake(FileStream file, bool exclusive, bool wait)
    {
        if (!OperatingSystem.IsWindows())
            return OnUnix(file, exclusive, wait) == Outcome.Granted;

        var at = new NativeOverlapped();
        return LockFileEx(
            file.SafeFileHandle,
            (exclusive ? LOCKFILE_EXCLUSIVE_LOCK : 0) | (wait ? 0 : LOCKFILE_FAIL_IMMEDIATELY),
            0, uint.MaxValue, uint.MaxValue, ref at);
    }

    public static void Release(FileStream file)
    {
        if (OperatingSystem.IsWindows())
        {
            var at = new NativeOverlapped();
            UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref at);
            return;
        }

        var whole = new Flock { l_type = F_UNLCK };
        fcntl(file.SafeFileHandle, F_SETLK, ref whole);
    }

    private static Outcome OnUnix(FileStream file, bool exclusive, bool wait)
    {
        var whole = new Flock { l_type = exclusive ? F_WRLCK : F_RDLCK };
        if (fcntl(file.SafeFileHandle, wait ? F_SETLKW : F_SETLK, ref whole) == 0)
            return Outcome.Granted;
        return Marshal.GetLastPInvokeError() is 11 or 13 ? Outcome.Refused : Outcome.NotSupported;
    }
}

public sealed class ProjectLock : IDisposable
{
    private readonly FileStream _file;

    private ProjectLock(FileStream file) => _file = file;

    public static ProjectLock? TryOpen(string path)
    {
        var file = Create(path);
        var granted = {|LOCK3004:SystemLock.TryTake(file, exclusive: true, wait: false)|};
        return granted ? new ProjectLock(file) : null;
    }

    public void Dispose()
    {
        SystemLock.Release(_file);
        _file.Dispose();
    }

    private static FileStream Create(string path) =>
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
}
