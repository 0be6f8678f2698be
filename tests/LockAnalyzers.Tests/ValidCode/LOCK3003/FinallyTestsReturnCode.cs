// The finally asks the stored return code, which starts as failure.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3003;

public static class B
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    public static bool Do(int fd, Action body)
    {
        int rc = -1;
        try
        {
            rc = flock(fd, 2 | 4);
            if (rc != 0)
                return false;
            body();
            return true;
        }
        finally
        {
            if (rc == 0)
                flock(fd, 8);
        }
    }
}
