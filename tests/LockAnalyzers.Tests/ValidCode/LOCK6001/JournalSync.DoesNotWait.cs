// The same journal, which does not wait: HandleLock.TryLock would have to tell the refusal from a failure.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK6001;

public static class JournalSync
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    public static void Append(SafeFileHandle journal, byte[] entry)
    {
        if (flock(journal, LOCK_EX | LOCK_NB) == -1)
        {
            throw new IOException("The journal cannot be locked", Marshal.GetLastWin32Error());
        }

        try
        {
            RandomAccess.Write(journal, entry, RandomAccess.GetLength(journal));
        }
        finally
        {
            flock(journal, LOCK_UN);
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);
}
