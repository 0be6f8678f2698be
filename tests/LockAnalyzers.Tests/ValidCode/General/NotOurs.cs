// The user's own methods that are merely called LockFileEx, flock, Lock, Unlock and fcntl: no system call anywhere.
using System;
using System.Collections.Generic;
using System.IO;

namespace Namesakes;

/// <summary>Editor files that a person locked for review.</summary>
public sealed class ReviewBoard
{
    private const uint Weekly = 0;
    private readonly Dictionary<string, string> _locked = new();
    private readonly List<string> _log = new();

    public bool LockFileEx(string document, uint flags, uint reserved, uint low, uint high, ref DateTime when)
    {
        when = DateTime.UnixEpoch.AddDays(flags + reserved + low + high);
        return _locked.TryAdd(document, "review");
    }

    public bool UnlockFileEx(string document, uint reserved, uint low, uint high, ref DateTime when) => _locked.Remove(document);

    public int flock(int sheep, int operation) => sheep + operation;

    public int fcntl(int fd, int cmd, ref long arg) => fd + cmd + (int)arg;

    public void Lock(long from, long to) => _log.Add($"lock {from}..{to}");

    public void Unlock(long from, long to) => _log.Add($"unlock {from}..{to}");

    public int AcquireExclusive(string document)
    {
        const int LOCK_SH = 1;
        DateTime when = default;
        long arg = 0;
        LockFileEx(document, Weekly, 0, 1, 0, ref when);
        Lock(0, 1);
        int herd = flock(3, LOCK_SH) + fcntl(1, 6, ref arg);
        if (herd > 100)
            return herd;
        if (herd == 50)
            throw new InvalidOperationException("The herd is lost.");
        Unlock(0, 2);
        UnlockFileEx(document, 0, 2, 0, ref when);
        File.Delete(Path.Combine(Path.GetTempPath(), document));
        return 0;
    }
}

public static class Door
{
    public static bool Locked { get; private set; }

    public static void Lock() => Locked = true;

    public static void Unlock() => Locked = false;

    public static bool TryLock(bool haveKey)
    {
        if (!haveKey)
            return false;
        Lock();
        return Locked;
    }
}
