// Right: the local function called in the finally releases.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public class Updater
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public async Task UpdateAsync(SafeFileHandle fd, Func<Task> update)
    {
        Take();
        try
        {
            await update();
        }
        finally
        {
            Give();
        }

        void Take()
        {
            if (flock(fd, 2) != 0)
                throw new IOException("flock");
        }

        void Give() => flock(fd, 8);
    }
}
