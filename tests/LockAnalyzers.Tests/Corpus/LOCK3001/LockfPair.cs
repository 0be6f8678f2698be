// lockf: the negative answer keeps the region.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Regions
{
    public sealed class MailRegion
    {
        private const int F_ULOCK = 0;
        private const int F_LOCK = 1;

        [DllImport("libc", SetLastError = true)]
        private static extern int lockf(int fd, int cmd, long len);

        private readonly int _mailbox;
        private bool _readOnly;

        public MailRegion(int mailbox) => _mailbox = mailbox;

        public void Freeze() => _readOnly = true;

        public bool BeginDelivery()
        {
            int rc = {|LOCK3001:lockf(_mailbox, F_LOCK, 0)|};
            if (rc != 0)
                throw new IOException("lockf", Marshal.GetLastPInvokeError());

            if (_readOnly)
                return false;
            return true;
        }

        public void EndDelivery()
        {
            if (lockf(_mailbox, F_ULOCK, 0) != 0)
                throw new IOException("lockf", Marshal.GetLastPInvokeError());
        }
    }
}
