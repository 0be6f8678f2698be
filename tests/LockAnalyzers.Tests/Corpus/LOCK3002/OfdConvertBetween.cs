// Convert.ToInt32 on user text may throw while the OFD lock is held.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Quota.Accounts;

public enum LockType : short { Read = 0, Write = 1, Unlock = 2 }

[StructLayout(LayoutKind.Sequential)]
public struct Flock64
{
    public LockType Type;
    public short Whence;
    public long Start, Length;
    public int Pid;
}

public sealed class QuotaBook
{
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int SetLock(int fd, int command, in Flock64 region);

    private const int OfdSetLk = 37, OfdSetLkw = 38;

    private readonly int _fd;
    private int _sum;

    public QuotaBook(int fd) => _fd = fd;

    public int Charge(string text)
    {
        var write = new Flock64 { Type = LockType.Write };
        if ({|LOCK3002:SetLock(_fd, OfdSetLkw, write)|} < 0)
            throw new IOException("OFD lock");

        _sum += Convert.ToInt32(text);

        var unlock = new Flock64 { Type = LockType.Unlock };
        if (SetLock(_fd, OfdSetLk, in unlock) < 0)
            throw new IOException("OFD unlock");
        return _sum;
    }
}
