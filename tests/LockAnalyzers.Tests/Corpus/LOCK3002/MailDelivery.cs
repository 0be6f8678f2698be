// lockf around a delivery that may fail.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Delivery;

public static class MailDelivery
{
    private const int F_ULOCK = 0;
    private const int F_TLOCK = 2;

    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(int fd, int cmd, long len);

    public static bool TryDeliver(int mailbox, Func<int, byte[], bool> deliver, string message)
    {
        if ({|LOCK3002:lockf(mailbox, F_TLOCK, 0)|} != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno is 11 or 13 ? false : throw new IOException("lockf", errno);
        }

        bool delivered = deliver(mailbox, Encoding.UTF8.GetBytes(message));
        lockf(mailbox, F_ULOCK, 0);
        return delivered;
    }
}
