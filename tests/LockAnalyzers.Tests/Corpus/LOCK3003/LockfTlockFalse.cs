// F_TLOCK may be refused inside the try whose finally always runs F_ULOCK.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Modem.Lines;

public static class ModemLine
{
    private enum LockfCommand { Unlock = 0, Lock = 1, TryLock = 2, Test = 3 }

    [DllImport("libc", EntryPoint = "lockf", SetLastError = true)]
    private static extern int LockF(int fd, LockfCommand command, long length);

    public static bool Dial(int line, Func<int, bool> dial)
    {
        bool connected = false;
        try
        {
            if ({|LOCK3003:LockF(line, LockfCommand.TryLock, 0)|} < 0)
                throw new IOException("line busy");
            connected = dial(line);
        }
        finally
        {
            LockF(line, LockfCommand.Unlock, 0);
        }
        return connected;
    }
}
