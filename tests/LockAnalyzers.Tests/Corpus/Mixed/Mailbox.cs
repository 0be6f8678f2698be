// Faults: Deliver's finally unlocks after a refused F_TLOCK (3003), Expunge unlocks a closed handle (3008), Count leaves the lock on its early return (3001).
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Mixed.MailBox;

public sealed class MailMessage
{
    public string From = "";
    public string Subject = "";
    public string Body = "";
    public byte[] ToMbox()
    {
        var sb = new StringBuilder();
        sb.Append("From ").Append(From).Append('\n');
        sb.Append("Subject: ").Append(Subject).Append("\n\n");
        sb.Append(Body.Replace("\nFrom ", "\n>From ")).Append("\n\n");
        return Encoding.UTF8.GetBytes(sb.ToString());
    }
}

public class MailboxBusyException : IOException
{
    public MailboxBusyException(string box, int errno) : base($"{box} is busy (errno {errno})") { }
}

public sealed class Mailbox : IDisposable
{
    private const int F_ULOCK = 0;
    private const int F_LOCK = 1;
    private const int F_TLOCK = 2;

    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(SafeFileHandle fd, int function, long size);

    private readonly string box;
    private readonly SafeFileHandle handle;
    private int cached = -1;

    public Mailbox(string box)
    {
        this.box = box;
        handle = File.OpenHandle(box, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public void Deliver(MailMessage message)
    {
        try
        {
            if ({|LOCK3003:lockf(handle, F_TLOCK, 0)|} == -1)
                throw new MailboxBusyException(box, Marshal.GetLastPInvokeError());

            RandomAccess.Write(handle, message.ToMbox(), RandomAccess.GetLength(handle));
            RandomAccess.FlushToDisk(handle);
            cached = -1;
        }
        finally
        {
            lockf(handle, F_ULOCK, 0);
        }
    }

    public bool TryDeliver(MailMessage message, TimeSpan patience)
    {
        var until = DateTime.UtcNow + patience;
        while (lockf(handle, F_TLOCK, 0) == -1)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno is not (11 or 13 or 35))
                throw new MailboxBusyException(box, errno);
            if (DateTime.UtcNow >= until)
                return false;
            Thread.Sleep(100);
        }

        try
        {
            RandomAccess.Write(handle, message.ToMbox(), RandomAccess.GetLength(handle));
            return true;
        }
        finally
        {
            lockf(handle, F_ULOCK, 0);
        }
    }

    public int Count()
    {
        if ({|LOCK3001:lockf(handle, F_LOCK, 0)|} != 0)
            throw new MailboxBusyException(box, Marshal.GetLastPInvokeError());

        if (cached >= 0)
            return cached;

        try
        {
            var all = new byte[RandomAccess.GetLength(handle)];
            RandomAccess.Read(handle, all, 0);
            int count = 0;
            ReadOnlySpan<byte> rest = all;
            while (rest.IndexOf("From "u8) is var i and >= 0)
            {
                if (i == 0 || rest[i - 1] == '\n')
                    count++;
                rest = rest[(i + 5)..];
            }
            cached = count;
        }
        finally
        {
            lockf(handle, F_ULOCK, 0);
        }
        return cached;
    }

    public static void Expunge(string path, Action<SafeFileHandle> rewrite)
    {
        SafeFileHandle fd = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        if (lockf(fd, F_LOCK, 0) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            fd.Dispose();
            throw new MailboxBusyException(path, errno);
        }
        try
        {
            rewrite(fd);
        }
        finally
        {
            fd.Close();
            {|LOCK3008:lockf(fd, F_ULOCK, 0)|};
        }
    }

    public void Dispose() => handle.Dispose();
}
