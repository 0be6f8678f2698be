// Everything that can throw runs before the acquire.
using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3002;

public class Ledger
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    private readonly int fd;
    private long balance;
    public Ledger(int fd) { this.fd = fd; }

    public long Post(string amount)
    {
        long delta = long.Parse(amount, CultureInfo.InvariantCulture);
        if (delta == 0)
            throw new ArgumentException("nothing to post", nameof(amount));
        if (flock(fd, 2) == -1)
            throw new IOException("flock");
        balance += delta;
        flock(fd, 8);
        return delta;
    }
}
