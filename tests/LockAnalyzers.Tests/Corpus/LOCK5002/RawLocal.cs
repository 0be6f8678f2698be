// Nobody reads the stream once its descriptor is in a local: the lock may end with the next collection.
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace Deployments;

internal static class MachineLock
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int descriptor, int operation);

    private const int LOCK_EX = 2;

    public static void Enter(FileStream lockFile)
    {
        var descriptor = (int){|LOCK5002:lockFile.SafeFileHandle.DangerousGetHandle()|};
        while (flock(descriptor, LOCK_EX) != 0)
        {
            var error = Marshal.GetLastWin32Error();
            if (error != 4)
                throw new Win32Exception(error);
        }
    }
}
