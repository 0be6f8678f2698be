// A journal that locks itself by hand in a project that has the runtime.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Archive.Journals;

public static class JournalSync
{
    private const int LOCK_EX = 2;
    private const int LOCK_UN = 8;

    public static void Append(SafeFileHandle journal, byte[] entry)
    {
        if ({|LOCK6001:flock(journal, LOCK_EX)|} == -1)
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
