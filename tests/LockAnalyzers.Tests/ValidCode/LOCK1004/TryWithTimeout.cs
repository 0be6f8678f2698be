// Try methods that say how long they wait: a timeout, a token, a flag.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace ValidCode.LOCK1004;

public sealed class TryWithTimeout
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    private readonly int _fd;

    public TryWithTimeout(int fd) => _fd = fd;

    public bool TryEnter(bool wait)
    {
        int operation = LOCK_EX;
        if (!wait)
            operation |= LOCK_NB;

        while (flock(_fd, operation) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno == 4)
                continue;
            if (!wait && errno is 11 or 35)
                return false;
            throw new IOException("flock", errno);
        }

        return true;
    }

    public async Task<bool> TryEnterAsync(TimeSpan timeout, CancellationToken token)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (!TryEnter(wait: false))
        {
            if (Environment.TickCount64 >= deadline)
                return false;
            await Task.Delay(5, token);
        }

        return true;
    }

    public bool TryEnter(CancellationToken token)
    {
        // The caller's own thread: somebody else cancels the wait with a signal, and EINTR brings us back.
        while (flock(_fd, LOCK_EX) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
            if (token.IsCancellationRequested)
                return false;
        }

        return true;
    }

    public void Leave()
    {
        if (flock(_fd, LOCK_UN) != 0)
            throw new IOException("flock", Marshal.GetLastPInvokeError());
    }
}
