// Faults: Write's lock is released only by closing (3006), Roll's gap before the try may throw (3002), Probe keeps the lock when the log is small (3001).
using System;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Mixed.LogRoller;

[Flags]
internal enum LockFileFlags : uint
{
    None = 0,
    FailImmediately = 0x1,
    Exclusive = 0x2,
}

internal static class Win32Lock
{
    [DllImport("kernel32.dll", EntryPoint = "LockFileEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LockFileEx(SafeFileHandle hFile, LockFileFlags dwFlags, uint dwReserved, uint lockLow, uint lockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", EntryPoint = "UnlockFileEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint unlockLow, uint unlockHigh, ref NativeOverlapped lpOverlapped);
}

public sealed class LogRoller : IDisposable
{
    private readonly string _folder;
    private readonly long _limit;
    private readonly SafeFileHandle _rollLock;

    public LogRoller(string folder, long limit = 1 << 20)
    {
        _folder = folder;
        _limit = limit;
        _rollLock = File.OpenHandle(Path.Combine(folder, ".roll"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    private string Current => Path.Combine(_folder, "current.log");

    public void Write(string message)
    {
        byte[] line = Encoding.UTF8.GetBytes($"{DateTime.UtcNow:O} {message}{Environment.NewLine}");
        using SafeFileHandle log = File.OpenHandle(Current, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped all = default;
        if (!{|LOCK3006:Win32Lock.LockFileEx(log, LockFileFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref all)|})
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        RandomAccess.Write(log, line, RandomAccess.GetLength(log));
    }

    public void WriteMany(params string[] messages)
    {
        string text = string.Concat(messages.Select(m => m + Environment.NewLine));
        using SafeFileHandle log = File.OpenHandle(Current, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        NativeOverlapped all = default;
        if (!Win32Lock.LockFileEx(log, LockFileFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref all))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            RandomAccess.Write(log, Encoding.UTF8.GetBytes(text), RandomAccess.GetLength(log));
        }
        finally
        {
            Win32Lock.UnlockFileEx(log, 0, uint.MaxValue, uint.MaxValue, ref all);
        }
    }

    public string Roll()
    {
        NativeOverlapped all = default;
        if (!{|LOCK3002:Win32Lock.LockFileEx(_rollLock, LockFileFlags.Exclusive, 0, uint.MaxValue, uint.MaxValue, ref all)|})
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        string archive = Path.Combine(_folder, DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture) + ".log.gz");
        FileStream target = File.Create(archive);
        try
        {
            using (target)
            using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            using (FileStream source = File.OpenRead(Current))
                source.CopyTo(gzip);
            File.WriteAllText(Current, "");
        }
        finally
        {
            Win32Lock.UnlockFileEx(_rollLock, 0, uint.MaxValue, uint.MaxValue, ref all);
        }
        return archive;
    }

    public bool Probe(Func<long, bool> decide)
    {
        NativeOverlapped all = default;
        if (!{|LOCK3001:Win32Lock.LockFileEx(_rollLock, LockFileFlags.Exclusive | LockFileFlags.FailImmediately, 0, uint.MaxValue, uint.MaxValue, ref all)|})
        {
            return Marshal.GetLastPInvokeError() switch
            {
                33 => false,
                var error => throw new Win32Exception(error),
            };
        }

        try
        {
            long length = new FileInfo(Current).Length;
            if (length < _limit)
                return false;
            bool roll = decide(length);
            Win32Lock.UnlockFileEx(_rollLock, 0, uint.MaxValue, uint.MaxValue, ref all);
            return roll;
        }
        catch (FileNotFoundException)
        {
            Win32Lock.UnlockFileEx(_rollLock, 0, uint.MaxValue, uint.MaxValue, ref all);
            return false;
        }
    }

    public void Dispose() => _rollLock.Dispose();
}
