// The local function that cleans up closes the descriptor and unlinks the lock file.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Ci.Agents;

public static class AgentSlot
{
    [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);

    public static int RunInSlot(string slotFile, Func<int> build)
    {
        int fd = open(slotFile, 0x80042, 0x1B6);
        if (fd == -1)
            throw new IOException("open");
        if (flock(fd, 2) != 0)
        {
            close(fd);
            throw new IOException("flock");
        }
        try
        {
            return build();
        }
        finally
        {
            CleanUp();
        }

        void CleanUp()
        {
            flock(fd, 8);
            close(fd);
            {|LOCK3007:File.Delete(slotFile)|};
        }
    }
}
